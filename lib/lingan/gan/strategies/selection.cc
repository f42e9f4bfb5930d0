/// A generator chooses an item for a query, and a judge tells those that are relevant from those
/// that it chose: Wang et al. 2017 (IRGAN). It is the game of policy gradient with sentences of one
/// token, so that all that it may choose can be looked at.
#include <lingan/gan/strategies/selection.h>

#include <memory>
#include <optional>
#include <string>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/query_items.h>
#include <lingan/gan/strategies/relevance_judge.h>
#include <lingan/gan/strategies/selection_gradient.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

RandomStream step_stream(const StepContext& context, Purpose purpose) {
  return {context.seed, purpose, static_cast<uint32_t>(context.step)};
}

class Selection final : public Strategy {
 public:
  explicit Selection(const SelectionOptions& options) : options_(options) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    judge_ = std::make_shared<RelevanceJudge>(generator.options(), options_.judge_width, stream);
    return {{std::string(kJudge), judge_}};
  }

  /// Steps of the judge, and then one of G by what it has learnt.
  StepReport update_generator(StepContext& context) override {
    if (!relevant_) relevant_.emplace(*context.train, context.generator);
    const GeneratorStepScope scope(context.generator, nullptr);
    const ItemLogits items = item_logits(context.generator, context.real);
    const JudgeFigures figures = teach_judge(context, items.logits.detach());
    const auto [loss, reward] = selection_loss(context, torch::log_softmax(items.logits, 1));
    StepReport report = minimize(context, loss);
    report.values["reward"] = reward;
    report.values["judge-loss"] = figures.loss;
    report.values["judge-accuracy"] = figures.accuracy;
    return report;
  }

 private:
  /// Of its last step.
  struct JudgeFigures {
    torch::Tensor loss, accuracy;
  };

  /// Each pair's item beside one that G chooses for its query, sharper than it is: the judge has to
  /// know what is wrong with what G is surest of.
  JudgeFigures teach_judge(StepContext& context, const torch::Tensor& logits) {
    Optimizer& optimizer = *context.network_optimizers.at(std::string(kJudge));
    const auto queries = queries_of(context.real);
    const auto chosen =
        drawn_items(torch::softmax(logits / options_.negative_temperature, 1), options_.judge_steps,
                    step_stream(context, Purpose::kNegatives));
    JudgeFigures figures;
    for (int64_t step = 0; step < options_.judge_steps; ++step) {
      const auto items =
          torch::cat({context.real.tokens.narrow(1, 0, 1), chosen.narrow(1, step, 1)}, 1);
      const auto sides = judge_->forward(queries, items) * torch::tensor({1, -1}, items.options());
      const auto loss = -torch::log_sigmoid(sides).mean() +
                        options_.judge_l2 * judge_->squares(queries, items).mean();
      descend(optimizer, loss, context.progress());
      figures = {loss.detach(), (sides.detach() > 0).to(torch::kFloat32).mean()};
    }
    return figures;
  }

  /// @return G's loss, and the mean reward of its choice, by the same draws.
  std::pair<torch::Tensor, torch::Tensor> selection_loss(const StepContext& context,
                                                         const torch::Tensor& log_p) {
    const auto queries = queries_of(context.real);
    if (options_.draws == 0 || options_.reward == "log") {
      const torch::Tensor rewards = rewards_of_all(queries, log_p);
      if (options_.draws == 0) {
        const auto loss = exact_selection_loss(log_p, rewards);
        return {loss, -loss.detach()};
      }
      return drawn_loss(context, log_p,
                        [&](const auto& items) { return rewards.gather(1, items); });
    }
    return drawn_loss(context, log_p, [&](const auto& items) {
      return 2 * torch::sigmoid(judge_->forward(queries, items)) - 1;
    });
  }

  template <class RewardsOf>
  std::pair<torch::Tensor, torch::Tensor> drawn_loss(const StepContext& context,
                                                     const torch::Tensor& log_p,
                                                     const RewardsOf& rewards_of) {
    const torch::Tensor by =
        proposal(log_p.detach().exp(), relevant_->relevant(queries_of(context.real)),
                 options_.relevant_share);
    const auto items = drawn_items(by, options_.draws, step_stream(context, Purpose::kSample));
    const torch::NoGradGuard no_gradient;
    const torch::Tensor rewards = rewards_of(items);
    const auto reward = -sampled_selection_loss(torch::zeros_like(log_p), items, rewards, by);
    const torch::AutoGradMode with_gradient(true);
    return {sampled_selection_loss(log_p, items, rewards, by), reward};
  }

  /// [B, V].  The paper's reward has no upper bound, and its expectation is taken off.
  torch::Tensor rewards_of_all(const torch::Tensor& queries, const torch::Tensor& log_p) const {
    const torch::NoGradGuard no_gradient;
    const auto odds = judge_->all(queries);
    if (options_.reward == "probability") return 2 * torch::sigmoid(odds) - 1;
    const auto rewards = torch::softplus(odds);
    return rewards - (log_p.exp() * rewards).sum(1, true);
  }

  SelectionOptions options_;
  std::shared_ptr<RelevanceJudge> judge_;
  std::optional<QueryItems> relevant_;
};

}  // namespace

std::unique_ptr<Strategy> make_selection(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Selection>(options.get<SelectionOptions>());
}

}  // namespace lingan
