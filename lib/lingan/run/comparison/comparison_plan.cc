#include <lingan/run/comparison/comparison_plan.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/labelled_sentences.h>
#include <lingan/gan/recipe/control.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/pretraining.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/run/comparison/earlier_starts.h>
#include <lingan/run/masked_sentences.h>

namespace lingan {
namespace {

/// The sentences of a run: with their labels or sources where the recipe looks at them, with words
/// taken out where it takes them out.
RunSentences sentences_for(const PlannedRun& run, const PreparedData& data) {
  const Recipe& recipe = run.recipe;
  RunSentences sentences{data.train, data.validation, data.test};
  if (needs_sources(recipe)) {
    sentences.sources = data.sources;
    if (!uses_labels(recipe)) sentences.sources.labels.clear();
    return sentences;
  }
  for (TokenBatch* part : {&sentences.train, &sentences.validation, &sentences.test}) {
    *part = labelled_by_sources(std::move(*part), data.sources);
    if (!uses_labels(recipe)) part->labels.clear();
  }
  return with_words_taken_out(std::move(sentences), recipe, data.tokenizer->specials(),
                              static_cast<uint64_t>(run.seed));
}

/// Recipes that share a start.
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
  return groups;
}

/// There is a start where one of them has an adversarial phase.
bool has_adversary(const Group& group) {
  return std::ranges::any_of(
      group, [](const Recipe* recipe) { return without_adversary(*recipe, false).empty(); });
}

bool pretrains_discriminator(const Recipe& recipe) {
  return recipe.training.replaced_token_epochs + recipe.training.discriminator_pretrain_rounds > 0;
}

/// Whether a folder's run is not the one that is wanted.
bool is_another(const RunDirectory& run, const PlannedRun& wanted, const RunSentences& sentences) {
  return format_recipe(run.spec().recipe) != format_recipe(wanted.recipe) ||
         run.spec().seed != static_cast<uint64_t>(wanted.seed) ||
         !same_sentences(run.sentences(), sentences);
}

}  // namespace

bool PlannedRun::is_for(const std::string& name) const {
  return std::ranges::find(names, name) != names.end();
}

std::string PlannedRun::label() const { return fmt::format("{}/seed-{}", recipe.name, seed); }

ComparisonPlan::ComparisonPlan(ComparisonRequest request) : request_(std::move(request)) {
  if (request_.seeds < 1) throw UsageError("`seeds`: at least one");
  require_comparable(request_.recipes);
  if (request_.ensemble > 0) require_ensemble();
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

/// Before anything is trained.
void ComparisonPlan::require_ensemble() const {
  const Recipe& recipe = request_.recipes.front();
  const auto refuse = [&](const std::string& reason) {
    throw UsageError("`ensemble`: " + recipe.name + " " + reason + "; name another recipe first");
  };
  if (recipe.training.pretrain_epochs == 0) refuse("has no pretraining, which makes its members");
  if (recipe.generator.output == "point") refuse("writes points, which have no probabilities");
  if (recipe.generator.latent_width > 0) refuse("has a latent code for each sentence");
  if (recipe.generator.labels != "none") refuse("uses labels");
  if (reads_sources(recipe)) refuse("reads sources");
}

void ComparisonPlan::add_starts() {
  for (const Group& group : groups_of(request_.recipes, !request_.oracle.empty())) {
    const bool in_ensemble = request_.ensemble > 0 && group.front() == &request_.recipes.front();
    if (!in_ensemble && !has_adversary(group)) continue;
    const int seeds = in_ensemble ? std::max(request_.seeds, request_.ensemble) : request_.seeds;
    PlannedRun start{
        .recipe = pretraining_of(*group.front()), .names = {}, .role = RunRole::kStart};
    for (const Recipe* recipe : group) start.names.push_back(recipe->name);
    for (start.seed = 1; start.seed <= seeds; ++start.seed) {
      start.earlier = earlier_start_of(start);
      runs_.push_back(start);
    }
  }
}

void ComparisonPlan::add_runs(const Recipe& recipe) {
  const auto control = request_.controls ? control_of(recipe).recipe : std::nullopt;
  const bool shares_discriminator = control && pretrains_discriminator(recipe);
  for (int seed = 1; seed <= request_.seeds; ++seed) {
    const auto start = start_of(recipe, seed);
    PlannedRun run{.recipe = recipe,
                   .names = {recipe.name},
                   .seed = seed,
                   .start = start,
                   .keeps_pretrained = shares_discriminator};
    if (!start) run.earlier = earlier_start_of(run);
    runs_.push_back(run);
    if (!control) continue;
    run.recipe = *control;
    run.role = RunRole::kControl;
    run.keeps_pretrained = false;
    if (shares_discriminator) run.controlled = runs_.size() - 1;
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

/// @param run  a start, or what does no more than one.
std::filesystem::path ComparisonPlan::earlier_start_of(const PlannedRun& run) const {
  if (reads_vectors(run.recipe)) return {};  // those of the other run may be others
  return earlier_start(request_.starts,
                       {.recipe = run.recipe,
                        .seed = static_cast<uint64_t>(run.seed),
                        .oracle = request_.oracle,
                        .tokenizer = request_.data.tokenizer},
                       sentences_for(run, request_.data));
}

std::filesystem::path ComparisonPlan::begins_from(const PlannedRun& run) const {
  return run.start ? folder_of(runs_[*run.start]) : run.earlier;
}

FrontierRequest ComparisonPlan::measured(const PlannedRun& run) const {
  FrontierRequest measured = request_.measured;
  if (run.seed > request_.seeds) measured.values.clear();
  return measured;
}

std::vector<PlannedEnsemble> ComparisonPlan::ensembles() const {
  if (request_.ensemble == 0) return {};
  const int starts = std::max(request_.seeds, request_.ensemble);
  std::vector<PlannedEnsemble> ensembles;
  for (int seed = 1; seed <= request_.seeds; ++seed) {
    PlannedEnsemble& ensemble =
        ensembles.emplace_back(PlannedEnsemble{.seed = seed, .members = {}});
    for (int i = 0; i < request_.ensemble; ++i) {
      const int of_member = (seed - 1 + i) % starts + 1;
      ensemble.members.push_back(*start_of(request_.recipes.front(), of_member));
    }
  }
  return ensembles;
}

std::filesystem::path ComparisonPlan::frontier_of(const PlannedEnsemble& ensemble) const {
  return request_.folder / ensemble_name() / fmt::format("seed-{}.json", ensemble.seed);
}

/// A control needs the recipe's run no further than to the end of D's pretraining.
bool ComparisonPlan::can_begin(const PlannedRun& run, const std::vector<bool>& is_done) const {
  if (run.start && !is_done[*run.start]) return false;
  if (!run.controlled || is_done[*run.controlled]) return true;
  return RunDirectory::has_pretrained(folder_of(runs_[*run.controlled]));
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
  return RunDirectory::create(path, spec, sentences_for(run, data));
}

RunDirectory ComparisonPlan::open_there(const PlannedRun& run) const {
  RunDirectory directory = RunDirectory::open(folder_of(run));
  if (!is_another(directory, run, sentences_for(run, request_.data))) return directory;
  throw UsageError(directory.path().string() +
                   ": holds a run of another recipe, seed or corpus; name another `folder`");
}

std::string ComparisonPlan::why_no_control(const Recipe& recipe) const {
  return request_.controls ? control_of(recipe).why_none : "";
}

}  // namespace lingan
