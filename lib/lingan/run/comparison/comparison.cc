#include <lingan/run/comparison/comparison.h>

#include <algorithm>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/option_key.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/same_training.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/comparison/comparison_files.h>
#include <lingan/run/comparison/comparison_plan.h>
#include <lingan/run/evaluation/run_judge.h>
#include <lingan/run/training/run_recorder.h>

namespace lingan {
namespace {

/// The runs of a recipe lie in a folder of its name.
void require_folder_name(const std::string& name) {
  constexpr size_t kLongest = 200;
  if (name == kComparisonJson || name == kComparisonTsv || name == kFrontiersSvg) {
    throw UsageError("`recipes`: the name " + name +
                     " is that of a file which a comparison writes; give the file another `name`");
  }
  for (const char* end : {".start", ".control", ".resampled", ".ensemble"}) {
    if (!name.ends_with(end)) continue;
    throw UsageError("`recipes`: a name that ends with " + std::string(end) +
                     " is that of a run which a comparison makes; give " + name +
                     " another `name`");
  }
  const bool plain = std::none_of(name.begin(), name.end(), [](unsigned char byte) {
    return byte < 0x20 || byte == 0x7F || byte == '/' || byte == '\\';
  });
  if (plain && !name.empty() && name.front() != '.' && name.size() <= kLongest) return;
  throw UsageError("`recipes`: the name " + quote_toml(name.substr(0, kLongest)) +
                   " is no name of a folder; give the file another `name`: 1 to 200 bytes, no " +
                   "slash, no control character, no dot in front");
}

/// @param result  without its frontier.
ComparedRun compared(ComparedRun result, const std::vector<MeasuredPoint>& points) {
  for (const MeasuredPoint& point : points) {
    FrontierPoint& values = result.frontier.emplace_back();
    values.swept = point.swept;
    for (const auto& metric : point.values) values.metrics[metric.name] = metric.value;
    values.metrics["mean-tokens"] = point.mean_tokens;
    if (point.effective_size > 0) values.metrics["effective-sample-size"] = point.effective_size;
  }
  return result;
}

/// Adds a run of the recipe to what is said of it at 1.
void add(ComparedRecipe& result, const RunDirectory& run,
         const std::vector<metrics::MetricValue>& values) {
  result.seconds.push_back(seconds_spent(run));
  result.weights.push_back(WeightsOrigin::described(load_tensors(run.generator())));
  for (const auto& metric : values) {
    result.metrics[metric.name].push_back(metric.value);
    if (!metric.note.empty()) result.notes.emplace(metric.name, metric.note);
  }
}

void add_names(std::vector<std::string>& order, const std::vector<metrics::MetricValue>& values) {
  for (const auto& metric : values) {
    if (std::ranges::find(order, metric.name) == order.end()) order.push_back(metric.name);
  }
}

const std::vector<metrics::MetricValue>& at_one(const std::vector<MeasuredPoint>& points) {
  return std::ranges::find(points, 1.0, &MeasuredPoint::swept)->values;
}

ComparedRecipe without_runs(const Recipe& recipe, const std::string& why_no_control) {
  ComparedRecipe result;
  result.name = recipe.name;
  result.is_pretrained = recipe.training.pretrain_epochs > 0;
  result.knows_its_sentence = knows_its_sentence(recipe);
  result.strategy = recipe.strategy.empty() ? "maximum-likelihood" : recipe.strategy;
  if (!why_no_control.empty()) result.notes["control"] = "there is none: " + why_no_control;
  return result;
}

/// Adds the sentences of a recipe's starts resampled by its D, or the reason why there are none.
void add_resampled(Comparison& comparison, ComparedRecipe& result, const ComparisonPlan& plan,
                   const Recipe& recipe) {
  if (const std::string reason = why_no_odds(recipe); !reason.empty()) {
    result.notes["resampled"] = "there is none: " + reason;
    return;
  }
  if (const std::string weak = why_weak_odds(recipe); !weak.empty()) {
    result.notes["resampled"] = weak;
  }
  for (const PlannedRun& run : plan.runs()) {
    if (run.role != RunRole::kTrained || !run.is_for(recipe.name)) continue;
    std::vector<MeasuredPoint> points;
    try {
      points.push_back(measure_resampled(RunDirectory::open(plan.begins_from(run)),
                                         RunDirectory::open(plan.folder_of(run)),
                                         plan.measured().samples));
    } catch (const NumericError& error) {  // such a D knows nothing, which is a result
      result.notes["resampled"] =
          fmt::format("there is none of seed {}: {}", run.seed, error.what());
    }
    comparison.runs.push_back(compared(
        {.recipe = recipe.name, .role = RunRole::kResampled, .seed = run.seed, .frontier = {}},
        points));
  }
}

/// Adds the ensembles of all seeds as a recipe, whose starts are their first members.
/// @param points  of the plan's runs.
void add_ensemble(Comparison& comparison, const ComparisonPlan& plan,
                  const std::vector<std::vector<MeasuredPoint>>& points) {
  ComparedRecipe result;
  result.name = plan.ensemble_name();
  for (const PlannedEnsemble& ensemble : plan.ensembles()) {
    std::vector<RunDirectory> members;
    double seconds = 0;
    for (const size_t member : ensemble.members) {
      members.push_back(RunDirectory::open(plan.folder_of(plan.runs()[member])));
      seconds += seconds_spent(members.back());
    }
    const auto kept = plan.frontier_of(ensemble);
    std::filesystem::create_directories(kept.parent_path());
    const auto own = measure_frontier(members, kept, plan.measured());
    const auto add_run = [&](RunRole role, const std::vector<MeasuredPoint>& measured) {
      comparison.runs.push_back(compared(
          {.recipe = result.name, .role = role, .seed = ensemble.seed, .frontier = {}}, measured));
    };
    add_run(RunRole::kStart, points[ensemble.members.front()]);
    add_run(RunRole::kTrained, own);
    add(result, members.front(), at_one(own));
    result.seconds.back() = seconds;
    result.strategy = fmt::format("mean of {} starts", members.size());
  }
  comparison.recipes.push_back(std::move(result));
}

}  // namespace

void require_comparable(const std::vector<Recipe>& recipes) {
  if (recipes.empty()) throw UsageError("`recipes`: name at least one");
  for (const Recipe& recipe : recipes) {
    require_folder_name(recipe.name);
    if (!why_no_own_reward(recipe).empty()) continue;
    throw UsageError("`recipes`: " + recipe.name +
                     " takes a reward of your own (`own_reward`), which a comparison has not; "
                     "leave it out, or set "
                     "strategy.policy-gradient.discriminator_share = 1.0");
  }
  for (size_t i = 0; i < recipes.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (recipes[i].name == recipes[j].name) {
        throw UsageError("`recipes`: two recipes are named " + recipes[i].name +
                         "; leave one out, or give its file another `name`");
      }
      if (!train_the_same(recipes[i], recipes[j])) continue;
      throw UsageError("`recipes`: " + recipes[i].name + " and " + recipes[j].name +
                       " train the same; leave one out");
    }
  }
}

Comparison results_of(const ComparisonPlan& plan) {
  Comparison comparison;
  std::vector<std::vector<MeasuredPoint>> points;
  for (const PlannedRun& run : plan.runs()) {
    points.push_back(measure_frontier(RunDirectory::open(plan.folder_of(run)), plan.measured(run)));
  }
  for (const Recipe& recipe : plan.recipes()) {
    const bool has_phase = without_adversary(recipe, false).empty();
    ComparedRecipe result = without_runs(recipe, plan.why_no_control(recipe));
    for (size_t i = 0; i < plan.runs().size(); ++i) {
      const PlannedRun& run = plan.runs()[i];
      const bool is_start = run.role == RunRole::kStart;
      if (!run.is_for(recipe.name) || (is_start && !has_phase) || points[i].empty()) continue;
      comparison.runs.push_back(compared(
          {.recipe = recipe.name, .role = run.role, .seed = run.seed, .frontier = {}}, points[i]));
      if (run.role != RunRole::kTrained) continue;
      add(result, RunDirectory::open(plan.folder_of(run)), at_one(points[i]));
      add_names(comparison.metric_order, at_one(points[i]));
    }
    if (has_phase && plan.has_controls()) add_resampled(comparison, result, plan, recipe);
    comparison.recipes.push_back(std::move(result));
  }
  if (!plan.ensembles().empty()) add_ensemble(comparison, plan, points);
  for (ComparedRun& run : comparison.runs) run.sweep = plan.measured().sweep;
  return comparison;
}

}  // namespace lingan
