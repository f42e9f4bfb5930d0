/// Comparison of recipes on the same sentences with the same seeds.
///
/// The runs of one seed share their data, the row numbers of their random streams and the stream
/// that their samples are drawn from, so that differences between recipes are paired.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/best_generator.h>
#include <lingan/run/comparison/compared_runs.h>
#include <lingan/run/comparison/run_frontier.h>
#include <lingan/run/data/prepared_data.h>

namespace lingan {

/// What to compare.
struct ComparisonRequest {
  std::vector<Recipe> recipes;   ///< >= 1, names differ
  int seeds = 3;                 ///< runs of each recipe, >= 1: seeds 1..seeds
  std::filesystem::path folder;  ///< runs go to FOLDER/RECIPE/seed-N; finished ones are kept
  PreparedData data;
  std::string oracle;             ///< name of the oracle that the data came from; empty: text
  FrontierRequest measured = {};  ///< how each run is measured
  std::vector<std::filesystem::path> starts = {};  ///< folders of other comparisons, whose starts
                                                   ///< are taken where they are the same
  bool controls = true;  ///< beside each recipe that has one (gan/recipe/control.h); and the
                         ///< sentences of its start resampled by its D, if that gives odds
                         ///< (evaluation/run_judge.h)
  int ensemble = 0;  ///< of how many starts of the first recipe the ensemble beside the recipes is
                     ///< the mean, >= 0; 0: there is none
};

/// @throws UsageError unless all names are names of folders, none that of a comparison's file, and
/// differ, as do the recipes (gan/recipe/same_training.h).
void require_comparable(const std::vector<Recipe>& recipes);

/// One recipe's results.
struct ComparedRecipe {
  std::string name;
  std::string strategy;                                ///< `maximum-likelihood` without a strategy
  bool is_pretrained = true;                           ///< has any pretraining
  bool knows_its_sentence = false;                     ///< see knows_its_sentence() of a recipe
  std::vector<double> seconds;                         ///< [seeds], training time
  std::vector<WeightsOrigin> weights;                  ///< [seeds], which were measured
  std::map<std::string, std::vector<double>> metrics;  ///< name -> [seeds]; NaN: no value
  std::map<std::string, std::string> notes = {};  ///< name -> why there is none, or what was left
                                                  ///< out; of the first seed that has a note;
                                                  ///< `control`, `resampled`: why the recipe has
                                                  ///< none, or what to think of it
};

class ComparisonPlan;

/// All results.
struct Comparison {
  std::vector<std::string> metric_order;  ///< as reports show them
  std::string generator_of;  ///< the recipe whose generator all have; empty: each its own
  std::vector<ComparedRecipe> recipes;
  std::vector<ComparedRun> runs;  ///< of all roles; of a recipe together, by seed
};

/// What the finished runs of a plan are: BLEU and NLL against the held-out sentences, Self-BLEU,
/// distinct n-grams, novelty. Measures where a run has not been.
/// @throws InputError if a run is not trained.
Comparison results_of(const ComparisonPlan& plan);

}  // namespace lingan
