/// A GAN of latent codes beside an auto-encoder of sentences: Diao et al. 2021 (TILGAN), after Zhao
/// et al. 2018 (ARAE). The encoder and G learn to write sentences again; a discriminator tells the
/// encoder's codes from those that G's own network makes of noise, and both of these learn to be
/// taken for each other. Nothing is differentiated through tokens, but for the enhanced decoder.
#include <lingan/gan/strategies/latent_adversarial.h>

#include <memory>
#include <string>

#include <lingan/gan/strategies/frozen_weights.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/kl_loss.h>
#include <lingan/gan/strategies/reconstruction.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/variational.h>
#include <lingan/model/discriminators/code_discriminator.h>
#include <lingan/model/generators/code_encoder.h>

namespace lingan {
namespace {

/// G's own sentences as the encoder reads them again: the likeliest tokens, as rows of the softmax.
GumbelSoftmaxOptions softmax_rows() { return {.estimator = "softmax"}; }

class LatentAdversarial final : public Strategy {
 public:
  explicit LatentAdversarial(const LatentAdversarialOptions& options) : options_(options) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    encoder_ = std::make_shared<CodeEncoder>(generator.options(), options_.encoder_width, stream);
    ++stream.step;
    judge_ = std::make_shared<CodeDiscriminator>(generator.options().latent_width,
                                                 options_.discriminator_width, stream);
    return {{std::string(kEncoder), encoder_}, {std::string(kLatentDiscriminator), judge_}};
  }

  /// The judge's step, and one of G and the encoder.
  StepReport update_generator(StepContext& context) override {
    Optimizer& of_encoder = *context.network_optimizers.at(std::string(kEncoder));
    const torch::Tensor real = noisy_codes(context);
    const torch::Tensor judged = judge_step(context, real.detach());
    const FrozenWeights frozen(*judge_);
    const torch::Tensor reconstruction = reconstruct(context, real);
    const torch::Tensor made = context.generator.codes(noise(context, Purpose::kSample));
    const auto latent = judge_->forward(real).mean() + kl_generator_loss(judge_->forward(made));
    torch::Tensor loss = reconstruction + options_.adversarial_weight * latent;
    if (options_.decoder_weight > 0) {
      loss = loss + options_.decoder_weight * own_sentences_loss(context, made.detach());
    }
    of_encoder.zero_grad();
    StepReport report = minimize(context, loss);
    of_encoder.step(context.progress());
    report.values["reconstruction"] = reconstruction.detach();
    report.values["latent-discriminator-loss"] = judged;
    report.values["latent-loss"] = latent.detach();
    return report;
  }

  /// See reconstruction_figures(), by codes without noise.
  std::map<std::string, double> held_out_figures(StepContext& context) override {
    const torch::NoGradGuard no_gradient;
    const GeneratorStepScope scope(context.generator, nullptr);
    const AveragedWeights averaged(*context.network_optimizers.at(std::string(kEncoder)));
    Sentences coded = context.real;
    coded.latent = encoder_->forward(coded).mean;
    return reconstruction_figures(context.generator, coded);
  }

 private:
  static torch::Tensor noise(const StepContext& context, Purpose purpose) {
    return step_noise(context, purpose, context.batch_size);
  }

  /// Of the real sentences: [B, Z]. The encoder has one code for a sentence, the mean.
  torch::Tensor noisy_codes(const StepContext& context) {
    const torch::Tensor codes = encoder_->forward(context.real).mean;
    return codes + options_.code_noise * step_noise(context, Purpose::kNoise, codes.size(0));
  }

  /// One step of the judge, by codes of noise that G does not learn by.  @return its loss.
  torch::Tensor judge_step(const StepContext& context, const torch::Tensor& real) {
    const auto made = context.generator.codes(noise(context, Purpose::kNegatives)).detach();
    const auto loss = density_ratio_loss(judge_->forward(real), judge_->forward(made));
    descend(*context.network_optimizers.at(std::string(kLatentDiscriminator)), loss,
            context.progress());
    return loss.detach();
  }

  /// In nats of a token.
  static torch::Tensor reconstruct(StepContext& context, const torch::Tensor& codes) {
    Sentences coded = context.real;
    coded.latent = codes;
    return token_reconstruction_loss(context.generator, coded);
  }

  /// What the judge says of the codes of G's own sentences, which the encoder has read again. It
  /// moves what writes them, not what makes codes, nor the encoder.
  torch::Tensor own_sentences_loss(StepContext& context, const torch::Tensor& codes) {
    const FrozenWeights frozen(*encoder_);
    const GumbelSoftmaxRelaxation relaxation(softmax_, 1.0);
    const Sentences written = unroll_relaxed(
        context.generator, context.specials, relaxation,
        {.stream = {}, .rows = codes.size(0), .length = context.length, .latent = codes});
    return kl_generator_loss(judge_->forward(encoder_->forward(written).mean));
  }

  LatentAdversarialOptions options_;
  GumbelSoftmaxOptions softmax_ = softmax_rows();
  std::shared_ptr<CodeEncoder> encoder_;
  std::shared_ptr<CodeDiscriminator> judge_;
};

}  // namespace

std::unique_ptr<Strategy> make_latent_adversarial(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<LatentAdversarial>(options.get<LatentAdversarialOptions>());
}

}  // namespace lingan
