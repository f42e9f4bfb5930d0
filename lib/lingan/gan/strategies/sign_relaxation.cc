/// Codes of sentences in bits. An encoder gives tanh(beta z), whose beta rises until it is sign(z):
/// Cao et al. 2017 (HashNet), sec. 3.2. G, whose first state the code sets, writes the sentence
/// again; D tells real sentences from such reconstructions, and neighbours should have near codes:
/// Song et al. 2018 (binary GAN). The tokens that D sees are relaxed as gumbel-softmax relaxes
/// them.
#include <lingan/gan/strategies/sign_relaxation.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <string>

#include <lingan/gan/strategies/binary_code_losses.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/reconstruction.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/gan/strategies/variational.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/sentences/chosen_sentences.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

/// From where on a number of a code counts as a bit.
constexpr double kSharp = 0.99;

class SignRelaxation final : public Strategy {
 public:
  SignRelaxation(const SignRelaxationOptions& options, const GumbelSoftmaxOptions& tokens)
      : options_(options),
        tokens_(tokens),
        path_{.schedule = find_card(temperature_schedules(), options.schedule, "schedule"),
              .start = 1.0,
              .end = options.sharpness,
              .steps = options.schedule_steps},
        token_path_(temperature_path(tokens)) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    encoder_ = std::make_shared<CodeEncoder>(generator.options(), options_.encoder_width, stream);
    return {{std::string(kEncoder), encoder_}};
  }

  /// A step of encoder and G down all losses.
  StepReport update_generator(StepContext& context) override {
    Optimizer& of_encoder = *context.network_optimizers.at(std::string(kEncoder));
    const auto codes = relaxed_codes(context, context.real);
    std::map<std::string, torch::Tensor> values = {
        {"reconstruction", reconstruct(context, codes)},
        {"neighbourhood", neighbours_cost(context, codes)},
        {"imbalance", balance_loss(codes)}};
    auto loss = values.at("reconstruction") +
                options_.neighbourhood_weight * values.at("neighbourhood") +
                options_.balance_weight * values.at("imbalance");
    const GeneratorStepScope scope(context.generator, context.discriminator);
    if (options_.adversarial_weight > 0) {
      values["adversarial"] = adversarial_cost(context, codes);
      loss = loss + options_.adversarial_weight * values.at("adversarial");
    }
    of_encoder.zero_grad();
    StepReport report = minimize(context, loss);
    of_encoder.step(context.progress());
    for (const auto& [name, value] : values) report.values[name] = value.detach();
    report.values["sharpness"] = torch::full_like(report.gradient_norm, sharpness(context));
    return report;
  }

  /// Reconstructions of the step's real sentences, one after the other, and again from the first.
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    const torch::NoGradGuard no_gradient;
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences originals = sentences_in_turn(context.real, first_row, rows);
    return unroll(context, Purpose::kNegatives, first_row, relaxed_codes(context, originals));
  }

  bool depends_on_total_steps() const override {
    return path_.depends_on_total_steps() || token_path_.depends_on_total_steps();
  }

  /// Of held-out sentences: `sharp-bits`; nats a sentence of its reconstruction from the relaxed
  /// code (`reconstruction-of-codes`) and from its bits (`reconstruction-of-bits`); `elbo`, the
  /// bound of ln p(x) with p(x) the mean of p(x | b) over all 2^Z codes that the bits give, and
  /// `nll`, nats a token by it: no lower than the generator's own.
  std::map<std::string, double> held_out_figures(StepContext& context) override {
    const torch::NoGradGuard no_gradient;
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const AveragedWeights averaged(*context.network_optimizers.at(std::string(kEncoder)));
    Sentences coded = context.real;
    const auto cost = [&](const torch::Tensor& codes) {
      coded.latent = codes;
      return -log_likelihood_of_codes(context.generator, coded).sum().item<double>();
    };
    const auto codes = relaxed_codes(context, context.real);
    const auto rows = static_cast<double>(context.real.rows());
    const double of_bits = cost(bits_of(codes)), of_codes = cost(codes);
    const double of_choice = rows * static_cast<double>(codes.size(1)) * std::numbers::ln2;
    return {{"sharp-bits", (codes.abs() > kSharp).to(torch::kFloat32).mean().item<double>()},
            {"reconstruction-of-codes", of_codes / rows},
            {"reconstruction-of-bits", of_bits / rows},
            {"elbo", -(of_bits + of_choice) / rows},
            {"nll", (of_bits + of_choice) / context.real.lengths.sum().item<double>()}};
  }

 private:
  double sharpness(const StepContext& context) const {
    return path_.at(context.step, context.total_steps);
  }

  /// tanh(beta z) of sentences, [B, Z], differentiable in the encoder.
  torch::Tensor relaxed_codes(const StepContext& context, const Sentences& sentences) const {
    return torch::tanh(sharpness(context) * encoder_->forward(sentences).mean);
  }

  /// -ln p(x | b) of the real sentences with G's dropout, the mean over sentences: a scalar.
  static torch::Tensor reconstruct(StepContext& context, const torch::Tensor& codes) {
    Sentences coded = context.real;
    coded.latent = codes;
    return reconstruction_loss(context.generator, coded);
  }

  torch::Tensor neighbours_cost(const StepContext& context, const torch::Tensor& codes) const {
    const int64_t vocabulary = context.generator.options().vocabulary_size;
    const auto similarity = bag_of_words_similarity(context.real, vocabulary);
    return neighbourhood_loss(codes, neighbour_signs(similarity, options_.neighbours).to(codes));
  }

  /// The objective's loss of reconstructions.
  torch::Tensor adversarial_cost(StepContext& context, const torch::Tensor& codes) const {
    return context.objective.generator_loss(*context.discriminator, context.real,
                                            unroll(context, Purpose::kNoise, 0, codes));
  }

  Sentences unroll(StepContext& context, Purpose purpose, uint64_t first_row,
                   const torch::Tensor& codes) const {
    const double beta = token_path_.at(context.step, context.total_steps);
    return unroll_relaxed(context.generator, context.specials,
                          GumbelSoftmaxRelaxation(tokens_, beta),
                          {.stream = {context.seed, purpose, static_cast<uint32_t>(context.step)},
                           .first_row = first_row,
                           .rows = codes.size(0),
                           .length = context.length,
                           .latent = codes});
  }

  SignRelaxationOptions options_;
  GumbelSoftmaxOptions tokens_;
  TemperaturePath path_, token_path_;
  std::shared_ptr<CodeEncoder> encoder_;
};

}  // namespace

std::unique_ptr<Strategy> make_sign_relaxation(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<SignRelaxation>(options.get<SignRelaxationOptions>(),
                                          options.get<GumbelSoftmaxOptions>());
}

}  // namespace lingan
