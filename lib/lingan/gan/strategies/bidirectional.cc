/// A GAN of sentences with their latent codes: Donahue et al. 2017 (BiGAN); Dumoulin et al. 2017
/// (ALI). A discriminator tells text with the codes that an encoder gives to it from codes with the
/// sentences that G makes of them. It is deceived where both pairs have one distribution: then the
/// encoder is G's inverse. G's tokens are relaxed. With a weight, the text's reconstruction counts
/// too: Li et al. 2017 (ALICE), eq. 7.
#include <lingan/gan/strategies/bidirectional.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <lingan/gan/strategies/evidence_bound.h>
#include <lingan/gan/strategies/frozen_weights.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/kl_loss.h>
#include <lingan/gan/strategies/reconstruction.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/variational.h>
#include <lingan/model/discriminators/pair_discriminator.h>
#include <lingan/model/generators/code_encoder.h>

namespace lingan {
namespace {

Sentences detached(Sentences sentences) {
  if (sentences.one_hot.defined()) sentences.one_hot = sentences.one_hot.detach();
  sentences.latent = sentences.latent.detach();
  return sentences;
}

class Bidirectional final : public Strategy {
 public:
  Bidirectional(const BidirectionalOptions& options, const GumbelSoftmaxOptions& relaxed)
      : options_(options), relaxed_(relaxed), path_(temperature_path(relaxed)) {
    gumbel_estimator(relaxed.estimator);
  }

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    encoder_ = std::make_shared<CodeEncoder>(generator.options(), options_.encoder_width, stream);
    ++stream.step;
    const GeneratorOptions& sizes = generator.options();
    judge_ = std::make_shared<PairDiscriminator>(
        PairShape{sizes.vocabulary_size, sizes.embedding_width, sizes.latent_width,
                  options_.discriminator_width},
        stream);
    return {{std::string(kEncoder), encoder_}, {std::string(kPairDiscriminator), judge_}};
  }

  /// The judge's step, and one of G and the encoder against it, each pair taken for the other: the
  /// judge's loss with the labels exchanged (Donahue et al. 2017, sec. 3.4).
  StepReport update_generator(StepContext& context) override {
    Optimizer& of_encoder = *context.network_optimizers.at(std::string(kEncoder));
    const GeneratorStepScope scope(context.generator, nullptr);
    const Sentences real = encoded(context);
    const Sentences made = written(context);
    const torch::Tensor judged = judge_step(context, detached(real), detached(made));
    const FrozenWeights frozen(*judge_);
    torch::Tensor loss = density_ratio_loss(judge_->forward(made), judge_->forward(real));
    std::map<std::string, torch::Tensor> values = {{"pair-discriminator-loss", judged}};
    if (options_.reconstruction_weight > 0) {
      const torch::Tensor reconstruction = token_reconstruction_loss(context.generator, real);
      loss = loss + options_.reconstruction_weight * reconstruction;
      values["reconstruction"] = reconstruction.detach();
    }
    of_encoder.zero_grad();
    StepReport report = minimize(context, loss);
    of_encoder.step(context.progress());
    report.values = std::move(values);
    return report;
  }

  bool depends_on_total_steps() const override { return path_.depends_on_total_steps(); }

  /// See bound_figures(), and reconstruction_figures() by the mean codes.
  std::map<std::string, double> held_out_figures(StepContext& context) override {
    const torch::NoGradGuard no_gradient;
    const GeneratorStepScope scope(context.generator, nullptr);
    const AveragedWeights averaged(*context.network_optimizers.at(std::string(kEncoder)));
    const Posterior posterior = encoder_->forward(context.real);
    Sentences coded = context.real;
    coded.latent = posterior.mean;
    auto figures = bound_figures(context.generator, context.real, posterior, context.seed);
    figures.merge(reconstruction_figures(context.generator, coded));
    return figures;
  }

 private:
  /// The text with codes drawn from what the encoder tells of it.
  Sentences encoded(const StepContext& context) {
    Sentences real = context.real;
    const Posterior posterior = encoder_->forward(real);
    real.latent = posterior.codes(step_noise(context, Purpose::kConditionalNoise, real.rows()));
    return real;
  }

  /// G's sentences with their codes.
  Sentences written(const StepContext& context) const {
    const GumbelSoftmaxRelaxation relaxation(relaxed_, path_.at(context.step, context.total_steps));
    const RandomStream noise{context.seed, Purpose::kNoise, static_cast<uint32_t>(context.step)};
    return unroll_relaxed(context.generator, context.specials, relaxation,
                          {noise, 0, context.batch_size, context.length});
  }

  /// One step of the judge.  @return its loss.
  torch::Tensor judge_step(const StepContext& context, const Sentences& real,
                           const Sentences& made) {
    const auto loss = density_ratio_loss(judge_->forward(real), judge_->forward(made));
    descend(*context.network_optimizers.at(std::string(kPairDiscriminator)), loss,
            context.progress());
    return loss.detach();
  }

  BidirectionalOptions options_;
  GumbelSoftmaxOptions relaxed_;
  TemperaturePath path_;
  std::shared_ptr<CodeEncoder> encoder_;
  std::shared_ptr<PairDiscriminator> judge_;
};

}  // namespace

std::unique_ptr<Strategy> make_bidirectional(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Bidirectional>(options.get<BidirectionalOptions>(),
                                         options.get<GumbelSoftmaxOptions>());
}

}  // namespace lingan
