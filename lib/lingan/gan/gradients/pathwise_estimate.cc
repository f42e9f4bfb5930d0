#include <lingan/gan/gradients/pathwise_estimate.h>

#include <string>

#include <lingan/gan/strategies/gumbel_relaxation.h>

namespace lingan {
namespace {

/// Another relaxation, of logits with a bias of their position.
class WithBias final : public Relaxation {
 public:
  /// @param bias  [T, V].
  WithBias(const Relaxation& relaxation, torch::Tensor bias)
      : relaxation_(relaxation), bias_(std::move(bias)) {}

  bool weighs_lengths() const override { return relaxation_.weighs_lengths(); }

  RelaxedToken relax(const RelaxedInput& input) const override {
    RelaxedInput biased = input;
    biased.logits = input.logits + bias_[input.position];
    return relaxation_.relax(biased);
  }

 private:
  const Relaxation& relaxation_;
  torch::Tensor bias_;
};

GumbelSoftmaxOptions with_settings(GumbelSoftmaxOptions options, const SampledEstimatorCard& card,
                                   const gradients::EstimatorSettings& settings) {
  const double backward = settings.backward_temperature;
  options.estimator = std::string(card.variant);
  options.backward_inverse_temperature = 1 / (backward > 0 ? backward : settings.temperature);
  return options;
}

class PathwiseEstimate final : public SampledEstimate {
 public:
  PathwiseEstimate(const SampledEstimatorCard& card, const gradients::EstimatorSettings& settings,
                   const EstimateSource& source)
      : source_(source),
        sentences_count_(settings.samples),
        options_(with_settings(source.relaxed, card, settings)),
        relaxation_(options_, 1 / settings.temperature) {}

  EstimateCost make(int64_t number) override {
    const StepContext& context = source_.context;
    Generator& generator = context.generator;
    bias_ = torch::zeros({context.length, generator.options().vocabulary_size},
                         generator.embeddings().options().requires_grad(true));
    const RandomStream noise{context.seed, Purpose::kNoise, static_cast<uint32_t>(number)};
    const Sentences sentences =
        unroll_relaxed(generator, context.specials, WithBias(relaxation_, bias_),
                       {noise, 0, sentences_count_, context.length});
    const auto mean = source_.reward.of(sentences).mean();
    generator.zero_grad();
    mean.backward();
    reward_ = mean.item<double>();  // waits for a device
    const double tokens = sentences.lengths.defined()
                              ? sentences.lengths.sum().to(torch::kFloat64).item<double>()
                              : static_cast<double>(sentences_count_ * context.length);
    return {.reward_calls = static_cast<double>(sentences_count_), .tokens = tokens};
  }

  torch::Tensor by_position() const override {
    return bias_.grad().defined() ? bias_.grad() : torch::zeros_like(bias_);
  }

  double reward() const override { return reward_; }

 private:
  const EstimateSource& source_;
  int64_t sentences_count_;  // K
  GumbelSoftmaxOptions options_;
  GumbelSoftmaxRelaxation relaxation_;
  torch::Tensor bias_;   // [T, V], zeros
  double reward_ = 0.0;  // of the last estimate
};

}  // namespace

std::unique_ptr<SampledEstimate> make_pathwise_estimate(
    const SampledEstimatorCard& card, const gradients::EstimatorSettings& settings,
    const EstimateSource& source) {
  return std::make_unique<PathwiseEstimate>(card, settings, source);
}

}  // namespace lingan
