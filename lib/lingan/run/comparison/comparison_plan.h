/// The runs of a comparison, and the order in which they can be made.
///
/// A recipe with an adversarial phase has three for each seed: its start, which is its pretraining
/// alone; its control, if it has one; and its own. Control and recipe begin from the start's state,
/// and recipes that pretrain the same share one. A control takes D's pretraining, which is the same
/// (gan/recipe/control.h), from the recipe's run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <lingan/run/comparison/comparison.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// One of the runs.
struct PlannedRun {
  Recipe recipe;                   ///< of this run: RECIPE, RECIPE.start or RECIPE.control
  std::vector<std::string> names;  ///< of the recipes that it is for: of a start, several
  RunRole role = RunRole::kTrained;
  int seed = 1;
  std::optional<size_t> start = {};       ///< number of the run whose state it begins from
  std::filesystem::path earlier = {};     ///< of a start, or of what is no more than one: folder
                                          ///< of another comparison's run whose state it takes;
                                          ///< empty: it trains by itself
  bool keeps_pretrained = false;          ///< its control takes D's pretraining from it
  std::optional<size_t> controlled = {};  ///< of such a control: number of the recipe's run

  bool is_for(const std::string& name) const;
  /// `RECIPE/seed-N`.
  std::string label() const;
};

/// Starts that write together (RunEvaluationRequest::ensemble).
struct PlannedEnsemble {
  int seed = 1;
  std::vector<size_t> members;  ///< numbers of their runs; the first is the start of the seed
};

class ComparisonPlan {
 public:
  /// @throws UsageError as require_comparable and earlier_start, if a folder holds a run of another
  /// recipe or other data, or files that a run would replace, or if there can be no ensemble of the
  /// first recipe's starts.
  explicit ComparisonPlan(ComparisonRequest request);

  /// All runs; each comes after its start.
  const std::vector<PlannedRun>& runs() const { return runs_; }
  const std::vector<Recipe>& recipes() const { return request_.recipes; }
  const FrontierRequest& measured() const { return request_.measured; }
  /// Of a run: nothing of a start that is there for ensembles alone.
  FrontierRequest measured(const PlannedRun& run) const;

  /// One for each seed, of starts of the first recipe: that of the seed and those after it, the
  /// first after the last. Empty: none are wanted.
  std::vector<PlannedEnsemble> ensembles() const;
  /// `RECIPE.ensemble`.
  std::string ensemble_name() const { return request_.recipes.front().name + ".ensemble"; }
  /// The file of what is measured of an ensemble.
  std::filesystem::path frontier_of(const PlannedEnsemble& ensemble) const;

  std::filesystem::path folder_of(const PlannedRun& run) const {
    return request_.folder / run.label();
  }

  /// The folder of the run whose state a run begins from; empty: it has none.
  std::filesystem::path begins_from(const PlannedRun& run) const;

  /// Whether a run can begin.
  /// @param is_done  [runs], whether each is at its end.
  bool can_begin(const PlannedRun& run, const std::vector<bool>& is_done) const;

  /// The folder of a run: a new one, or the one that an earlier comparison left.
  /// @throws UsageError if it holds a run of another recipe or other data.
  RunDirectory open(const PlannedRun& run) const;

  /// Whether recipes are compared with more than their starts (ComparisonRequest::controls).
  bool has_controls() const { return request_.controls; }
  /// Why a recipe of the comparison has no control; empty: it has, it needs none, or none is
  /// wanted.
  std::string why_no_control(const Recipe& recipe) const;

 private:
  void add_starts();
  void add_runs(const Recipe& recipe);
  std::optional<size_t> start_of(const Recipe& recipe, int seed) const;
  RunDirectory open_there(const PlannedRun& run) const;
  std::filesystem::path earlier_start_of(const PlannedRun& run) const;
  void require_ensemble() const;

  ComparisonRequest request_;
  std::vector<PlannedRun> runs_;
};

}  // namespace lingan
