#include <lingan/run/comparison_plan.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/control.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/pretraining.h>
#include <lingan/gan/recipe/source_use.h>

namespace lingan {
namespace {

bool same_sentences(const TokenBatch& a, const TokenBatch& b) {
  if (a.rows == 0 && b.rows == 0) return true;
  return a.width == b.width && a.tokens == b.tokens && a.lengths == b.lengths &&
         a.labels == b.labels;
}

/// The sentences of a run: with their labels or sources where the recipe looks at them.
RunSentences sentences_for(const Recipe& recipe, const PreparedData& data) {
  RunSentences sentences{data.train, data.validation, data.test};
  if (uses_labels(recipe)) return sentences;
  if (reads_sources(recipe)) {
    sentences.sources = data.sources;
    return sentences;
  }
  for (TokenBatch* part : {&sentences.train, &sentences.validation, &sentences.test}) {
    part->labels.clear();
  }
  return sentences;
}

/// Recipes that share a start: there is one where one of them has an adversarial phase.
using Group = std::vector<const Recipe*>;

std::vector<Group> groups_of(const std::vector<Recipe>& recipes, bool on_oracle) {
  std::vector<Group> groups;
  for (const Recipe& recipe : recipes) {
    const auto group = std::ranges::find_if(groups, [&](const Group& one) {
      return pretrain_the_same(*one.front(), recipe, on_oracle);
    });
    if (group == groups.end()) {
      groups.push_back({&recipe});
    } else {
      group->push_back(&recipe);
    }
  }
  std::erase_if(groups, [](const Group& group) {
    return std::ranges::all_of(
        group, [](const Recipe* recipe) { return !without_adversary(*recipe, false).empty(); });
  });
  return groups;
}

/// Whether a folder's run is not the one that is wanted.
bool is_another(const RunDirectory& run, const PlannedRun& wanted, const RunSentences& sentences) {
  const RunSentences own = run.sentences();
  return format_recipe(run.spec().recipe) != format_recipe(wanted.recipe) ||
         run.spec().seed != static_cast<uint64_t>(wanted.seed) ||
         !same_sentences(own.train, sentences.train) ||
         !same_sentences(own.validation, sentences.validation) ||
         !same_sentences(own.test, sentences.test) ||
         !same_sentences(own.sources, sentences.sources);
}

}  // namespace

bool PlannedRun::is_for(const std::string& name) const {
  return std::ranges::find(names, name) != names.end();
}

std::string PlannedRun::label() const { return fmt::format("{}/seed-{}", recipe.name, seed); }

ComparisonPlan::ComparisonPlan(ComparisonRequest request) : request_(std::move(request)) {
  if (request_.seeds < 1) throw UsageError("`seeds`: at least one");
  require_comparable(request_.recipes);
  add_starts();
  for (const Recipe& recipe : request_.recipes) add_runs(recipe);
  for (const PlannedRun& run : runs_) {  // before anything is trained
    const auto path = folder_of(run);
    if (RunDirectory::exists(path)) {
      open_there(run);
    } else {
      RunDirectory::require_free(path);
    }
  }
}

void ComparisonPlan::add_starts() {
  for (const Group& group : groups_of(request_.recipes, !request_.oracle.empty())) {
    PlannedRun start{
        .recipe = pretraining_of(*group.front()), .names = {}, .role = RunRole::kStart};
    for (const Recipe* recipe : group) start.names.push_back(recipe->name);
    for (start.seed = 1; start.seed <= request_.seeds; ++start.seed) runs_.push_back(start);
  }
}

void ComparisonPlan::add_runs(const Recipe& recipe) {
  const auto control = request_.controls ? control_of(recipe).recipe : std::nullopt;
  for (int seed = 1; seed <= request_.seeds; ++seed) {
    const auto start = start_of(recipe, seed);
    PlannedRun run{.recipe = recipe, .names = {recipe.name}, .seed = seed, .start = start};
    runs_.push_back(run);
    if (!control) continue;
    run.recipe = *control;
    run.role = RunRole::kControl;
    runs_.push_back(std::move(run));
  }
}

/// Nothing: the recipe pretrains by itself.
std::optional<size_t> ComparisonPlan::start_of(const Recipe& recipe, int seed) const {
  const auto start = std::ranges::find_if(runs_, [&](const PlannedRun& run) {
    return run.role == RunRole::kStart && run.seed == seed && run.is_for(recipe.name);
  });
  if (start == runs_.end()) return std::nullopt;
  return static_cast<size_t>(start - runs_.begin());
}

RunDirectory ComparisonPlan::open(const PlannedRun& run) const {
  const auto path = folder_of(run);
  if (RunDirectory::exists(path)) return open_there(run);
  const PreparedData& data = request_.data;
  const RunSpec spec{.recipe = run.recipe,
                     .seed = static_cast<uint64_t>(run.seed),
                     .oracle = request_.oracle,
                     .oracle_tensors = data.oracle_tensors,
                     .tokenizer = data.tokenizer,
                     .vectors = reads_vectors(run.recipe) ? data.vectors : nullptr,
                     .length = data.train.width,
                     .labels = uses_labels(run.recipe) ? data.labels : std::vector<Label>()};
  return RunDirectory::create(path, spec, sentences_for(run.recipe, data));
}

RunDirectory ComparisonPlan::open_there(const PlannedRun& run) const {
  RunDirectory there = RunDirectory::open(folder_of(run));
  if (!is_another(there, run, sentences_for(run.recipe, request_.data))) return there;
  throw UsageError(there.path().string() +
                   ": holds a run of another recipe, seed or corpus; name another `folder`");
}

std::string ComparisonPlan::why_no_control(const Recipe& recipe) const {
  return request_.controls ? control_of(recipe).why_none : "";
}

}  // namespace lingan
