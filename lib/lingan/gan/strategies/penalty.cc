/// A generator for each label, which loses the probability of each token times the penalty of what
/// it leads to: Wang & Wan 2018 (SentiGAN), algorithm 1. Where there are no labels it is the
/// paper's SentiGAN of one generator. The sampled sentences count as given, so that the expected
/// step descends sum_y p(y)^2 V(y) / 2: by itself it leads to probabilities inverse to penalties,
/// not to those of the text, and the authors' program takes steps of maximum likelihood between.
#include <lingan/gan/strategies/penalty.h>

#include <memory>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {
namespace {

/// 1 - D_label(x), the probability of any other class; of a generator of all labels that of fakes.
SentenceValue penalty_of(Discriminator& discriminator, const Generator& generator, int64_t label) {
  if (discriminator.options().classes == 0 || generator.options().labels == "none") {
    return {
        .of = [](const torch::Tensor& outputs) { return per_sentence(torch::sigmoid(-outputs)); }};
  }
  return {.by_features = true, .of = [&discriminator, label](const torch::Tensor& features) {
            return 1 - discriminator.class_logits(features).softmax(1).select(1, label);
          }};
}

class Penalty final : public Strategy {
 public:
  Penalty(const PenaltyOptions& options, const EngineOptions& engine)
      : options_(options),
        memory_budget_(static_cast<uint64_t>(engine.memory_budget) << 20),
        precision_(engine::precision_named(engine.precision)) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const std::vector<Generator*> generators = context.generator.of_labels();
    const auto count = static_cast<int64_t>(generators.size());
    const int64_t rows = (context.batch_size + count - 1) / count;
    std::vector<torch::Tensor> losses, penalties;
    for (int64_t label = 0; label < count; ++label) {
      const auto [loss, penalty] = play(context, *generators[label], label, rows);
      losses.push_back(loss);
      penalties.push_back(penalty);
    }
    StepReport report = minimize(context, torch::stack(losses).sum());
    report.values["penalty"] = torch::stack(penalties).mean();
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sampler_.sample(context, Purpose::kNegatives, rows, first_row).sentences;
  }

 private:
  struct Played {
    torch::Tensor loss;     ///< [], differentiable
    torch::Tensor penalty;  ///< [], the mean over tokens
  };

  /// <sum_t G(y_t | y_<t) V(y_1..y_t)> over sentences of one generator; V is given.
  Played play(StepContext& context, Generator& generator, int64_t label, int64_t rows) {
    const auto first_row = static_cast<uint64_t>(label * rows);
    const HardSentences sampled =
        sampler_.sample(generator, step_request(context, Purpose::kSample, rows, first_row));
    const auto mask = token_mask(sampled.sentences);
    const auto penalty = sampler_.or_not_a_number(
        penalties(
            context, generator, sampled,
            Rewarder(*context.discriminator,
                     penalty_of(*context.discriminator, context.generator, label), precision_)) *
        mask);
    const auto& tokens = sampled.sentences.tokens;
    const auto probability = of_given_tokens(torch::softmax(generator.forward(tokens), -1), tokens);
    return {.loss = (probability * penalty).sum() / static_cast<double>(rows),
            .penalty = penalty.sum() / mask.sum()};
  }

  /// V: [B, T].
  torch::Tensor penalties(StepContext& context, const Generator& generator,
                          const HardSentences& sentences, const Rewarder& rewarder) const {
    if (options_.rollouts == 0) return finished_rewards(sentences, 1.0, rewarder);
    return rollout_rewards(*generator.rollouts(context.specials, precision_), sentences,
                           rollout_request(context, options_.rollouts, memory_budget_), rewarder);
  }

  PenaltyOptions options_;
  uint64_t memory_budget_;  // bytes
  engine::Precision precision_;
  StepSampler sampler_;
};

}  // namespace

std::unique_ptr<Strategy> make_penalty(const OptionSet& options, const EngineOptions& engine) {
  return std::make_unique<Penalty>(options.get<PenaltyOptions>(), engine);
}

}  // namespace lingan
