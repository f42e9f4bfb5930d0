/// Dynamic negative sampling: Zhang et al. 2013. Of K items that are not known to be relevant the
/// one that the generator scores highest is to have a lower score than the relevant one, by the
/// loss of Bayesian personalized ranking (Rendle et al. 2009). There is no discriminator.
#include <lingan/gan/strategies/dynamic_negative_sampling.h>

#include <memory>
#include <optional>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/query_items.h>
#include <lingan/gan/strategies/relevance_judge.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

class DynamicNegativeSampling final : public Strategy {
 public:
  explicit DynamicNegativeSampling(const DynamicNegativeOptions& options) : options_(options) {}

  StepReport update_generator(StepContext& context) override {
    if (!known_) known_.emplace(*context.train, context.generator);
    const GeneratorStepScope scope(context.generator, nullptr);
    const ItemLogits items = item_logits(context.generator, context.real);
    const auto others = known_->others(queries_of(context.real));
    const auto relevant = context.real.tokens.narrow(1, 0, 1);
    const auto negative = hardest(context, items.logits.detach(), others);
    const auto above = items.logits.gather(1, relevant) - items.logits.gather(1, negative);
    // A query to which all items are relevant has no negative.
    const auto has_negative = (others.sum(1, true) > 0).to(above.options());
    const auto loss = -(torch::log_sigmoid(above) * has_negative).mean() +
                      options_.l2 * squares(items, torch::cat({relevant, negative}, 1));
    StepReport report = minimize(context, loss);
    report.values["order-accuracy"] = (above.detach() > 0).to(torch::kFloat32).mean();
    return report;
  }

 private:
  /// [B, 1]: of the candidates the one with the highest score.
  torch::Tensor hardest(const StepContext& context, const torch::Tensor& logits,
                        const torch::Tensor& others) const {
    const auto candidates =
        drawn_items(others, options_.candidates,
                    {context.seed, Purpose::kNegatives, static_cast<uint32_t>(context.step)});
    return candidates.gather(1, logits.gather(1, candidates).argmax(1, true));
  }

  /// Of a mean pair.
  static torch::Tensor squares(const ItemLogits& items, const torch::Tensor& chosen) {
    const auto biases = items.output.bias.index_select(0, chosen.flatten()).view_as(chosen);
    const auto of_items = half_squares(torch::embedding(items.output.weight, chosen), biases);
    return (items.query.square().sum(1) / 2 + of_items.sum(1)).mean();
  }

  DynamicNegativeOptions options_;
  std::optional<QueryItems> known_;
};

}  // namespace

std::unique_ptr<Strategy> make_dynamic_negative_sampling(const OptionSet& options,
                                                         const EngineOptions&) {
  return std::make_unique<DynamicNegativeSampling>(options.get<DynamicNegativeOptions>());
}

}  // namespace lingan
