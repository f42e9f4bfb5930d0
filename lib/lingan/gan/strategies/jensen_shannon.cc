/// The best discriminator is known where both probabilities are: p / (p + G). With it G descends
/// the Jensen-Shannon divergence from the text by real sentences alone, each weighed by what G
/// thinks of it: Li et al. 2019 (JSDGAN). No sentence is drawn, no discriminator learned.
#include <lingan/gan/strategies/jensen_shannon.h>

#include <cmath>
#include <memory>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/jensen_shannon_weights.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

class JensenShannon final : public Strategy {
 public:
  explicit JensenShannon(const JensenShannonOptions& options) : options_(options) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const auto rows = static_cast<double>(context.real.rows());
    const auto log_likelihood = this->log_likelihood(context);
    const auto weights = this->weights(log_likelihood.detach(), rows);
    StepReport report = minimize(context, -(weights * log_likelihood).sum());
    // As many equal weights would do as much.
    report.values["effective-share"] =
        weights.sum().square() / weights.square().sum().clamp_min(kTiny) / rows;
    return report;
  }

 private:
  static constexpr double kTiny = 1e-30;

  /// ln G of the real sentences, [B], differentiable.
  static torch::Tensor log_likelihood(const StepContext& context) {
    const torch::Tensor& tokens = context.real.tokens;
    const auto all = torch::log_softmax(context.generator.forward(tokens), -1);
    return (of_given_tokens(all, tokens) * token_mask(context.real)).sum(1);
  }

  /// The batch is the text, each of its B sentences 1 / B. Those of G are far below that, and all
  /// weights would vanish: G's are taken relative to the likeliest's, which has 1.
  torch::Tensor weights(const torch::Tensor& log_likelihood, double rows) const {
    const auto relative = options_.exponent * (log_likelihood - log_likelihood.max());
    return jensen_shannon_weights(relative, -std::log(rows));
  }

  JensenShannonOptions options_;
};

}  // namespace

std::unique_ptr<Strategy> make_jensen_shannon(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<JensenShannon>(options.get<JensenShannonOptions>());
}

}  // namespace lingan
