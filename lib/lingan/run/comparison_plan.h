/// The runs of a comparison, and the order in which they can be made.
///
/// A recipe with an adversarial phase has three for each seed: its start, which is its pretraining
/// alone; its control, if it has one; and its own. Control and recipe begin from the start's state,
/// and recipes that pretrain the same share one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <lingan/run/comparison.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// One of the runs.
struct PlannedRun {
  Recipe recipe;                   ///< of this run: RECIPE, RECIPE.start or RECIPE.control
  std::vector<std::string> names;  ///< of the recipes that it is for: of a start, several
  RunRole role = RunRole::kTrained;
  int seed = 1;
  std::optional<size_t> start = {};  ///< number of the run whose state it begins from

  bool is_for(const std::string& name) const;
  /// `RECIPE/seed-N`.
  std::string label() const;
};

class ComparisonPlan {
 public:
  /// @throws UsageError as require_comparable, or if a folder holds a run of another recipe or
  /// other data, or files that a run would replace.
  explicit ComparisonPlan(ComparisonRequest request);

  /// All runs; each comes after its start.
  const std::vector<PlannedRun>& runs() const { return runs_; }
  const std::vector<Recipe>& recipes() const { return request_.recipes; }
  const FrontierRequest& measured() const { return request_.measured; }

  std::filesystem::path folder_of(const PlannedRun& run) const {
    return request_.folder / run.label();
  }

  /// The folder of a run: a new one, or the one that an earlier comparison left.
  /// @throws UsageError if it holds a run of another recipe or other data.
  RunDirectory open(const PlannedRun& run) const;

  /// Why a recipe of the comparison has no control; empty: it has, it needs none, or none is
  /// wanted.
  std::string why_no_control(const Recipe& recipe) const;

 private:
  void add_starts();
  void add_runs(const Recipe& recipe);
  std::optional<size_t> start_of(const Recipe& recipe, int seed) const;
  RunDirectory open_there(const PlannedRun& run) const;

  ComparisonRequest request_;
  std::vector<PlannedRun> runs_;
};

}  // namespace lingan
