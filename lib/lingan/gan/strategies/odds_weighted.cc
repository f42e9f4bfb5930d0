/// Off-policy: the generator writes a pool of sentences at its start, D weighs them once by its
/// odds, and G learns their weighted likelihood, less the mean weight, anchored to its start by the
/// exact cross-entropy of next tokens. It is a projection of the residual energy model G0 D / (1 -
/// D) of Deng et al. 2020 into G.
#include <lingan/gan/strategies/odds_weighted.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/random_permutation.h>
#include <lingan/gan/strategies/delayed_policy.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/logit_scale.h>
#include <lingan/gan/strategies/odds_weighted_loss.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

/// Held-out sentences below which a scale and a cross-entropy are noise, and their maximum.
constexpr int64_t kFewestHeldOut = 100, kMaximumHeldOut = 10000;
/// Cross-entropy from which D is as good as guessing, ln 2 = 0.693.
constexpr double kGuessing = 0.69;

const std::string kDrawnAt = "drawn-at", kWeights = "weights", kFigure = "figure.";
const std::string kCrossEntropy = "held-out-cross-entropy";

class OddsWeighted final : public Strategy {
 public:
  OddsWeighted(const OddsWeightedOptions& options, const EngineOptions& engine)
      : options_(options), precision_(engine::precision_named(engine.precision)) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    if (needs_pool(context.step)) weigh_pool(context);
    if (!pool_.tokens.defined()) take_pool(draw(context, 0, options_.pool));  // resumed
    StepReport report = why_stop().empty() ? minimize(context, loss(context)) : no_step();
    for (const auto& [name, value] : figures_) report.values[name] = number(value);
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sampler_.sample(context, Purpose::kNegatives, rows, first_row).sentences;
  }

  std::string why_stop() const override {
    const auto cross_entropy = figures_.find(kCrossEntropy);
    if (cross_entropy == figures_.end()) return {};
    if (cross_entropy->second < kGuessing) return {};
    return fmt::format(
        "the discriminator tells held-out from generated sentences with a cross-entropy of {:.3f}, "
        "as guessing does (0.693): it has nothing to teach, and the generator stays as it is",
        cross_entropy->second);
  }

  std::map<std::string, torch::Tensor> state() const override {
    auto state = start_.state();
    state[kDrawnAt] = torch::tensor({drawn_at_}, torch::kInt64);
    if (weights_.defined()) state[kWeights] = weights_.clone();
    for (const auto& [name, value] : figures_)
      state[kFigure + name] = torch::tensor({value}, torch::kFloat64);
    return state;
  }

  void restore(const std::map<std::string, torch::Tensor>& state) override {
    start_.restore(state);
    const auto drawn_at = state.find(kDrawnAt), weights = state.find(kWeights);
    if (drawn_at == state.end() || drawn_at->second.numel() != 1) {
      throw InputError("the saved state lacks " + kDrawnAt);
    }
    drawn_at_ = drawn_at->second.item<int64_t>();
    if (drawn_at_ >= 0 && (weights == state.end() || weights->second.dim() != 1 ||
                           weights->second.size(0) != options_.pool)) {
      throw InputError("the saved state lacks " + kWeights + " or has them in another shape");
    }
    weights_ = drawn_at_ < 0 ? torch::Tensor() : weights->second.to(compute_device());
    pool_ = {};  // the start writes it again
    figures_.clear();
    for (const auto& [name, value] : state) {
      if (name.starts_with(kFigure)) figures_[name.substr(kFigure.size())] = value.item<double>();
    }
  }

 private:
  bool needs_pool(int64_t step) const {
    return drawn_at_ < 0 || (options_.pool_every > 0 && step - drawn_at_ >= options_.pool_every);
  }

  static torch::Tensor number(double value) {
    return torch::full({}, value, torch::dtype(torch::kFloat64).device(compute_device()));
  }
  static StepReport no_step() { return {number(0), number(0), {}}; }

  /// Sentences of the start, of the stream of the step whose pool it is.
  HardSentences draw(const StepContext& context, uint64_t first_row, int64_t rows) {
    engine::SampleRequest request = step_request(context, Purpose::kSample, rows, first_row);
    request.stream.step = static_cast<uint32_t>(drawn_at_);
    return sampler_.sample(start_.policy(context.generator), request);
  }

  void take_pool(const HardSentences& pool) {
    pool_ = pool.sentences;
    mean_length_ = pool_.lengths.to(torch::kFloat64).mean().item<double>();
  }

  void weigh_pool(StepContext& context) {
    start_ = DelayedPolicy(1.0, "start");
    drawn_at_ = context.step;
    const Rewarder judge(*context.discriminator,
                         make_reward("logit", sampler_.reward_request(context, 1.0)), precision_);
    const HardSentences pool = draw(context, 0, options_.pool);
    take_pool(pool);
    const auto outputs = judge.rewards(pool).to(torch::kFloat64);
    weights_ = sampler_.or_not_a_number(odds_weights(outputs * fit_scale(context, judge, outputs)));
    figures_["effective-share"] = 1 / weights_.to(torch::kFloat64).square().mean().item<double>();
    if (options_.shuffle_weights) weights_ = shuffled(context);
  }

  /// The scale of D's outputs by held-out sentences, and the figures of these; 1 where they are
  /// few.
  double fit_scale(StepContext& context, const Rewarder& judge, const torch::Tensor& of_pool) {
    figures_.clear();
    const TokenBatch* held_out = context.held_out;
    if (held_out == nullptr || held_out->rows < kFewestHeldOut) return 1;
    std::vector<int64_t> rows(static_cast<size_t>(std::min(held_out->rows, kMaximumHeldOut)));
    std::iota(rows.begin(), rows.end(), 0);
    const auto real = judge.rewards(hard_sentences(select_rows(*held_out, rows)));
    const auto fake = judge.rewards(
        draw(context, static_cast<uint64_t>(options_.pool), static_cast<int64_t>(rows.size())));
    const LogitScale fitted = fit_logit_scale(real, fake);
    figures_["logit-scale"] = fitted.scale;
    figures_[kCrossEntropy] = fitted.cross_entropy;
    figures_["held-out-accuracy"] = fitted.accuracy;
    // What held-out text gains, in nats a sentence, where G0 is multiplied by D's odds.
    figures_["residual-gain"] = fitted.scale * real.to(torch::kFloat64).mean().item<double>() +
                                std::log(static_cast<double>(options_.pool)) -
                                torch::logsumexp(fitted.scale * of_pool, 0).item<double>();
    return fitted.scale;
  }

  /// The weights, dealt out anew.
  torch::Tensor shuffled(const StepContext& context) const {
    const RandomPermutation order(
        static_cast<uint64_t>(options_.pool),
        {context.seed, Purpose::kShuffledRewards, static_cast<uint32_t>(drawn_at_)});
    std::vector<int64_t> givers;
    for (int64_t row = 0; row < options_.pool; ++row) {
      givers.push_back(static_cast<int64_t>(order.at(static_cast<uint64_t>(row))));
    }
    return weights_.index_select(0, torch::tensor(givers).to(weights_.device()));
  }

  /// Of the pool's next sentences: they are drawn independently, so that their order is random.
  torch::Tensor loss(StepContext& context) {
    const int64_t first = (context.step - drawn_at_) * context.batch_size;
    const auto rows = torch::arange(first, first + context.batch_size, pool_.lengths.options())
                          .remainder(options_.pool);
    Sentences batch;
    batch.tokens = pool_.tokens.index_select(0, rows);
    batch.lengths = pool_.lengths.index_select(0, rows);
    return odds_weighted_loss(context.generator, start_.policy(context.generator), batch,
                              {.weights = weights_.index_select(0, rows),
                               .anchor = options_.anchor,
                               .tokens = mean_length_ * static_cast<double>(context.batch_size)});
  }

  OddsWeightedOptions options_;
  engine::Precision precision_;
  StepSampler sampler_;
  DelayedPolicy start_{1.0, "start"};
  int64_t drawn_at_ = -1;  // the step; before the first: -1
  Sentences pool_;
  double mean_length_ = 0;                 // of its sentences, in tokens
  torch::Tensor weights_;                  // [pool]
  std::map<std::string, double> figures_;  // of the pool's judgement
};

}  // namespace

std::unique_ptr<Strategy> make_odds_weighted(const OptionSet& options,
                                             const EngineOptions& engine) {
  return std::make_unique<OddsWeighted>(options.get<OddsWeightedOptions>(), engine);
}

}  // namespace lingan
