#include <lingan/run/evaluation/run_labeller.h>

#include <algorithm>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/label_loss.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/run/evaluation/given_sentences.h>

namespace lingan {
namespace {

constexpr int64_t kBlockRows = 512;

/// @throws UsageError if the run's D tells no labels.
const RunDirectory& with_labels(const RunDirectory& run) {
  const Recipe& recipe = run.spec().recipe;
  const auto refuse = [](const std::string& reason) {
    throw UsageError("the run's discriminator " + reason +
                     "; take a run of a recipe whose discriminator does (semi-supervised, "
                     "conditional, sentigan)");
  };
  const bool tells = uses_labels(recipe) && has_discriminator(recipe) &&
                     find_card(objectives(), recipe.objective, "objective").by_label;
  if (!tells) refuse("tells no labels");
  if (!trains_discriminator(recipe.training)) refuse("is never trained");
  return run;
}

}  // namespace

RunLabeller::RunLabeller(const RunDirectory& run)
    : spec_(run.spec()), discriminator_(with_labels(run)) {}

std::vector<ToldLabel> RunLabeller::labels(const TokenBatch& sentences) const {
  const torch::NoGradGuard no_gradient;
  const OneTorchThread one_torch_thread;
  const auto logits =
      label_logits(discriminator_.get(), to_sentences(sentences)).to(torch::kCPU, torch::kFloat64);
  const auto [probability, label] = logits.softmax(1).max(1);
  std::vector<ToldLabel> told;
  for (int64_t row = 0; row < sentences.rows; ++row) {
    told.push_back({.name = spec_.labels.at(static_cast<size_t>(label[row].item<int64_t>())).name,
                    .probability = probability[row].item<double>()});
  }
  return told;
}

void RunLabeller::label_lines(
    const std::string& input,
    const std::function<void(const std::vector<ToldLabel>&)>& consumer) const {
  const TokenBatch sentences = read_given(
      *spec_.tokenizer, input, {.name = "sentence", .longest = spec_.length, .is_cut = true});
  for (int64_t first = 0; first < sentences.rows; first += kBlockRows) {
    const int64_t end = std::min(first + kBlockRows, sentences.rows);
    std::vector<int64_t> rows(static_cast<size_t>(end - first));
    std::iota(rows.begin(), rows.end(), first);
    consumer(labels(select_rows(sentences, rows)));
  }
}

}  // namespace lingan
