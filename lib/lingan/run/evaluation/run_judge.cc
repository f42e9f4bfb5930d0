#include <lingan/run/evaluation/run_judge.h>

#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {
std::string why_no_odds(const Recipe& recipe) {
  if (!has_discriminator(recipe)) return "the run's recipe has no discriminator";
  const auto& objective = find_card(objectives(), recipe.objective, "objective");
  if (objective.outputs != Outputs::kLogOdds) {
    return fmt::format(
        "by the objective \"{}\" the run's discriminator learns {}, and gives no odds of being "
        "real",
        recipe.objective,
        objective.outputs == Outputs::kNone ? "features alone" : "a score of sentences");
  }
  if (masking_of(recipe)) {
    return "the run's discriminator judges words that fill holes, and gives no odds of whole "
           "sentences";
  }
  if (missing_share(recipe) > 0) {
    return "the run's discriminator judges sentences that lack words, and gives no odds of whole "
           "ones";
  }
  if (judges_tokens(recipe.discriminator)) {
    return "the run's discriminator judges tokens, and gives no odds of whole sentences";
  }
  if (recipe.discriminator.own.get<SourceConditionOptions>().reads_sources) {
    return "the run's discriminator judges sentences by their sources, and gives no odds of "
           "sentences alone";
  }
  if (judges_by_batch(recipe.discriminator)) {
    return "with discriminator.minibatch_deviation the run's discriminator judges batches, and "
           "gives no odds of single sentences";
  }
  if (recipe.discriminator.label_smoothing > 0) {
    return "with discriminator.label_smoothing the output of the run's discriminator is not its "
           "odds";
  }
  return trains_discriminator(recipe.training) ? "" : "the run's discriminator is never trained";
}

std::string why_weak_odds(const Recipe& recipe) {
  if (find_card(strategies(), recipe.strategy, "strategy").traits.hard_fakes) return "";
  return "the discriminator has learned from relaxed sentences; its odds of drawn ones may say "
         "little";
}

namespace {

/// @throws UsageError if the run's D gives no odds.
const RunDirectory& with_odds(const RunDirectory& run) {
  if (const auto reason = why_no_odds(run.spec().recipe); !reason.empty()) {
    throw UsageError("`judge`: " + reason + "; leave it out");
  }
  return run;
}

}  // namespace

RunJudge::RunJudge(const RunDirectory& run)
    : discriminator_(with_odds(run), ", or leave `judge` out"),
      scorer_(discriminator_.get().scorer()) {}

std::vector<double> RunJudge::log_odds(const TokenBatch& sentences) const {
  const OneTorchThread one_torch_thread;
  torch::Tensor outputs = scorer_->values(hard_sentences(sentences));
  if (outputs.dim() == 2) outputs = outputs.mean(1);
  outputs = outputs.to(torch::kCPU, torch::kFloat64).contiguous();
  const double* first = outputs.const_data_ptr<double>();
  return {first, first + outputs.numel()};
}

}  // namespace lingan
