#include <lingan/gan/strategies/fitness.h>

#include <vector>

#include <torch/autograd.h>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/given_tokens.h>

namespace lingan {
namespace {

/// Below it a norm counts as this: a D that nothing would change has no logarithm.
constexpr double kSmallestNorm = 1e-30;

/// Whether tokens of hard sentences count, up to eos: [B, T] bool.
torch::Tensor is_counted(const torch::Tensor& tokens, SpecialTokens specials) {
  if (specials.eos < 0) return torch::ones_like(tokens, torch::kBool);
  const auto ends = (tokens == specials.eos).to(torch::kInt64);
  return (ends.cumsum(1) == ends).logical_and(tokens != specials.filler());
}

/// -ln of the norm of a gradient.
torch::Tensor negative_log_norm(const std::vector<torch::Tensor>& gradients) {
  std::vector<torch::Tensor> squares;
  for (const torch::Tensor& gradient : gradients) {
    if (gradient.defined()) squares.push_back(gradient.to(torch::kFloat64).square().sum());
  }
  return -torch::stack(squares).sum().sqrt().clamp_min(kSmallestNorm).log();
}

/// While it lives, D computes without dropout.
class Evaluating {
 public:
  explicit Evaluating(Discriminator& d) : d_(d), was_training_(d.is_training()) { d_.eval(); }
  ~Evaluating() { d_.train(was_training_); }
  Evaluating(const Evaluating&) = delete;
  Evaluating& operator=(const Evaluating&) = delete;

 private:
  Discriminator& d_;
  bool was_training_;
};

}  // namespace

torch::Tensor Fitness::total(double weight) const {
  return diversity.defined() ? quality + weight * diversity : quality;
}

FitnessMeasure::FitnessMeasure(StepContext& context, const EvolutionaryOptions& options)
    : context_(context), options_(options) {
  const torch::NoGradGuard no_gradient;
  const GeneratorStepScope scope(context.generator, context.discriminator);
  const Judgement real = context.discriminator->judge(context.real);
  mean_real_ = options.quality == kRelativistic ? real.mean(real.outputs)
                                                : torch::zeros({}, real.outputs.options());
}

Fitness FitnessMeasure::of(const Relaxation& relaxation) {
  const auto batches = options_.fitness_batches;
  const bool by_gradient = options_.diversity == kGradient;
  std::vector<torch::Tensor> qualities, nlls, gradient;
  for (int64_t batch = 0; batch < batches; ++batch) {
    const Sentences sentences = fakes(relaxation, batch);
    qualities.push_back(quality(sentences));
    if (options_.diversity_weight == 0) continue;
    if (by_gradient) add_gradient(sentences, gradient);
    if (!by_gradient) nlls.push_back(own_nll(sentences));
  }
  Fitness fitness{.quality = torch::stack(qualities).mean(), .diversity = {}};
  if (!nlls.empty()) fitness.diversity = torch::stack(nlls).mean();
  if (gradient.empty()) return fitness;
  for (torch::Tensor& sum : gradient) {
    if (sum.defined()) sum = sum / static_cast<double>(batches);
  }
  fitness.diversity = negative_log_norm(gradient);
  return fitness;
}

/// Rows of the step's noise after those that the step has trained on.
Sentences FitnessMeasure::fakes(const Relaxation& relaxation, int64_t batch) const {
  const torch::NoGradGuard no_gradient;
  const GeneratorStepScope scope(context_.generator, context_.discriminator);
  const RandomStream noise{context_.seed, Purpose::kNoise, static_cast<uint32_t>(context_.step)};
  const auto first_row = static_cast<uint64_t>((batch + 1) * context_.batch_size);
  return unroll_relaxed(context_.generator, context_.specials, relaxation,
                        {noise, first_row, context_.batch_size, context_.length});
}

/// <sigma(C_f - <C_r>)>, or <sigma(C_f)>.
torch::Tensor FitnessMeasure::quality(const Sentences& fakes) const {
  const torch::NoGradGuard no_gradient;
  const GeneratorStepScope scope(context_.generator, context_.discriminator);
  const Judgement judgement = context_.discriminator->judge(fakes);
  return judgement.mean(torch::sigmoid(judgement.outputs - mean_real_)).to(torch::kFloat64);
}

/// The mean -ln p of a token of its own sentences, under itself: NLL_div. Generator::cross_entropy
/// would look for the tokens that count, and wait for a device.
torch::Tensor FitnessMeasure::own_nll(const Sentences& fakes) const {
  const torch::NoGradGuard no_gradient;
  const GeneratorStepScope scope(context_.generator, context_.discriminator);
  const auto tokens = fakes.one_hot.argmax(2);
  const auto counted = is_counted(tokens, context_.specials);
  const auto log_p = of_given_tokens(
      torch::log_softmax(context_.generator.forward(tokens, fakes.labels), -1), tokens);
  const auto sum = torch::where(counted, log_p, torch::zeros_like(log_p)).sum();
  return -(sum / counted.sum().clamp_min(1)).to(torch::kFloat64);
}

/// Adds the gradient of D's loss in each of its weights to the sums.
void FitnessMeasure::add_gradient(const Sentences& fakes, std::vector<torch::Tensor>& sums) const {
  const Evaluating evaluating(*context_.discriminator);
  std::vector<torch::Tensor> weights;
  for (const torch::Tensor& weight : context_.discriminator->parameters()) {
    if (weight.requires_grad()) weights.push_back(weight);
  }
  const RandomStream noise{context_.seed, Purpose::kNoise, static_cast<uint32_t>(context_.step)};
  const auto loss =
      context_.objective.discriminator_loss(*context_.discriminator, context_.real, fakes, noise);
  const auto gradient =
      torch::autograd::grad({loss}, weights, {}, std::nullopt, false, /*allow_unused=*/true);
  sums.resize(gradient.size());
  for (size_t i = 0; i < gradient.size(); ++i) {
    if (!gradient[i].defined()) continue;
    sums[i] = sums[i].defined() ? sums[i] + gradient[i] : gradient[i];
  }
}

}  // namespace lingan
