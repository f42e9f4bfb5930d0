/// A GAN that learns whole sentences from sentences that lack words: Li, Jiang & Marlin 2019
/// (MisGAN). Beside G, which writes whole sentences, a generator of masks says which words are
/// missing. D tells the text from G's sentences masked by it; a second discriminator tells the
/// text's masks from its. Where both are deceived and words are missing by chance, G's whole
/// sentences have the distribution of the text's. Tokens and masks are relaxed.
#include <lingan/gan/strategies/missing_data.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <lingan/gan/strategies/frozen_weights.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/kl_loss.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/token_draws.h>
#include <lingan/gan/strategies/word_masks.h>
#include <lingan/model/discriminators/code_discriminator.h>
#include <lingan/model/generators/mask_generator.h>
#include <lingan/model/sentences/latent_code.h>
#include <lingan/model/sentences/missing_words.h>

namespace lingan {
namespace {

/// Streams of masks in which the relaxation of tokens draws nothing.
constexpr Purpose kMasksToLearn = Purpose::kSample, kMasksToShow = Purpose::kRollout;

class MissingData final : public Strategy {
 public:
  MissingData(const MissingDataOptions& options, const GumbelSoftmaxOptions& relaxed)
      : options_(options), relaxed_(relaxed), path_(temperature_path(relaxed)) {
    gumbel_estimator(relaxed.estimator);
  }

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    const int64_t length = generator.options().length;
    masks_ = std::make_shared<MaskGenerator>(
        MaskGenerator::Shape{options_.noise_width, options_.generator_width, length}, stream);
    ++stream.step;
    judge_ = std::make_shared<CodeDiscriminator>(length, options_.discriminator_width, stream);
    return {{std::string(kMaskGenerator), masks_}, {std::string(kMaskDiscriminator), judge_}};
  }

  /// The step of the discriminator of masks, and one of both generators: G descends D's loss L_x,
  /// the masks L_m + alpha L_x (sec. 3).
  StepReport update_generator(StepContext& context) override {
    Optimizer& of_masks = *context.network_optimizers.at(std::string(kMaskGenerator));
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const torch::Tensor masks = drawn(context, kMasksToLearn, 0, context.batch_size);
    const torch::Tensor made = masks * word_places(context.real, context.specials);
    const torch::Tensor judged = judge_step(context, made.detach());
    const FrozenWeights frozen(*judge_);
    const torch::Tensor of_judge = torch::softplus(-judge_->forward(made)).mean();
    const torch::Tensor adversarial = loss_of_sentences(context, masks);
    of_masks.zero_grad();
    StepReport report = minimize(context, adversarial + of_judge);
    of_masks.step(context.progress());
    report.values = {
        {"adversarial", adversarial.detach()},
        {"mask-loss", of_judge.detach()},
        {"mask-discriminator-loss", judged},
        {"missing-words", made.detach().sum(1).mean()},
        {"inverse-temperature", torch::full_like(report.gradient_norm, beta(context))}};
    return report;
  }

  /// Masked sentences.
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    const torch::NoGradGuard no_gradient;
    const Sentences fakes = relaxed_fakes(context, relaxation(context), rows, first_row);
    const torch::Tensor masks = drawn(context, kMasksToShow, first_row, rows);
    return with_missing_words(fakes, masks * word_places(fakes, context.specials),
                              context.specials);
  }

  bool depends_on_total_steps() const override { return path_.depends_on_total_steps(); }

 private:
  double beta(const StepContext& context) const {
    return path_.at(context.step, context.total_steps);
  }
  GumbelSoftmaxRelaxation relaxation(const StepContext& context) const {
    return {relaxed_, beta(context)};
  }

  /// Masks of all positions, [rows, T], differentiable.
  torch::Tensor drawn(const StepContext& context, Purpose purpose, uint64_t first_row,
                      int64_t rows) const {
    const RandomStream stream{context.seed, purpose, static_cast<uint32_t>(context.step)};
    const auto to = masks_->parameters().front().options();
    const auto logits =
        masks_->forward(latent_codes(stream, first_row, rows, options_.noise_width).to(to));
    const auto uniform = uniform_numbers(stream, first_row, rows, 0, logits.size(1));
    return drawn_masks(logits, uniform.to(logits.device()), options_.mask_temperature);
  }

  /// One step of the discriminator of masks. Those that were made are of the real sentences'
  /// lengths, so that lengths tell nothing.  @return its loss.
  torch::Tensor judge_step(const StepContext& context, const torch::Tensor& made) {
    const auto real = missing_words(context.real.tokens, context.specials).to(made.dtype());
    const auto loss = density_ratio_loss(judge_->forward(real), judge_->forward(made));
    descend(*context.network_optimizers.at(std::string(kMaskDiscriminator)), loss,
            context.progress());
    return loss.detach();
  }

  /// L_x, of which the masks get alpha of the gradient.
  torch::Tensor loss_of_sentences(StepContext& context, const torch::Tensor& masks) const {
    const RandomStream noise{context.seed, Purpose::kNoise, static_cast<uint32_t>(context.step)};
    const Sentences whole = unroll_relaxed(context.generator, context.specials, relaxation(context),
                                           {noise, 0, context.batch_size, context.length});
    const double alpha = options_.mask_weight;
    const auto weighed = alpha * masks + (1 - alpha) * masks.detach();
    const Sentences fake =
        with_missing_words(whole, weighed * word_places(whole, context.specials), context.specials);
    return context.objective.generator_loss(*context.discriminator, context.real, fake);
  }

  MissingDataOptions options_;
  GumbelSoftmaxOptions relaxed_;
  TemperaturePath path_;
  std::shared_ptr<MaskGenerator> masks_;
  std::shared_ptr<CodeDiscriminator> judge_;
};

}  // namespace

std::unique_ptr<Strategy> make_missing_data(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<MissingData>(options.get<MissingDataOptions>(),
                                       options.get<GumbelSoftmaxOptions>());
}

}  // namespace lingan
