#include <lingan/run/comparison/verdict.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <lingan/metrics/significance/few_runs.h>
#include <lingan/metrics/significance/holm.h>
#include <lingan/metrics/significance/mean_deviation.h>
#include <lingan/metrics/significance/sign_flip.h>
#include <lingan/metrics/significance/students_t.h>

namespace lingan {
namespace {

double mean(std::span<const double> values) { return metrics::mean_deviation(values).mean; }

const ComparedRun* find_run(const std::vector<ComparedRun>& runs, const ComparedRun& own,
                            RunRole role) {
  const auto run = std::ranges::find_if(runs, [&](const ComparedRun& other) {
    return other.role == role && other.recipe == own.recipe && other.seed == own.seed;
  });
  return run == runs.end() ? nullptr : &*run;
}

/// The runs of one recipe in one role.
using RecipeRuns = std::vector<const ComparedRun*>;

/// By recipe, in order of first appearance.
std::vector<RecipeRuns> runs_in_role(const std::vector<ComparedRun>& runs, RunRole role) {
  std::vector<RecipeRuns> recipes;
  for (const ComparedRun& run : runs) {
    if (run.role != role) continue;
    auto own = std::ranges::find_if(
        recipes, [&](const auto& others) { return others.front()->recipe == run.recipe; });
    if (own == recipes.end()) own = recipes.insert(recipes.end(), {{}});
    own->push_back(&run);
  }
  return recipes;
}

/// Of the seeds' gains, all of which exist.
GainStatistics statistics_of(const Gain& gain) {
  std::vector<double> differences;
  std::vector<double> own;
  std::vector<double> other;
  const double sign = higher_is_better(gain.pair.quality) ? 1 : -1;
  for (const SeedGain& seed : gain.seeds) {
    differences.push_back(seed.gain);
    own.push_back(sign * seed.own->quality);
    other.push_back(sign * seed.other->quality);
  }
  using metrics::interquartile_mean;
  return {.deviation = metrics::mean_deviation(differences).deviation,
          .interval = metrics::bootstrap_interval(differences, mean),
          .interquartile_mean = interquartile_mean(differences),
          .interquartile_interval = metrics::bootstrap_interval(differences, interquartile_mean),
          .effect_size = metrics::paired_effect_size(differences),
          .probability_of_improvement = metrics::probability_of_improvement(own, other),
          .sign_flip_p = metrics::sign_flip_p(differences),
          .t_p = metrics::paired_t_p(differences)};
}

Gain gain_of(const RecipeRuns& own, const std::vector<ComparedRun>& runs, RunRole against,
             const FrontierPair& pair) {
  Gain gain{.recipe = own.front()->recipe, .against = against, .pair = pair};
  std::vector<double> gains;
  std::vector<CurvePair> curves;
  for (const ComparedRun* run : own) {
    const ComparedRun* other = find_run(runs, *run, against);
    if (other == nullptr) {
      gain.seeds.push_back(
          {.seed = run->seed, .why_not = fmt::format("there is no {}", name_of(against))});
      continue;
    }
    gain.seeds.push_back(gain_over(*run, *other, pair));
    if (std::isfinite(gain.seeds.back().gain)) gains.push_back(gain.seeds.back().gain);
    curves.emplace_back(curve_of(*run, pair), curve_of(*other, pair));
  }
  const bool is_whole = gains.size() == gain.seeds.size();
  gain.mean = is_whole ? mean(gains) : std::nan("");
  if (is_whole && gains.size() >= kLeastSeeds) gain.statistics = statistics_of(gain);
  const bool has_curves = std::ranges::none_of(
      curves, [](const CurvePair& pair) { return pair.first.empty() || pair.second.empty(); });
  if (has_curves && !pair.diversity.empty()) {
    gain.dominance = dominance(curves, higher_is_better(pair.quality));
  }
  return gain;
}

/// Chooses the test, corrects its p-values and says what they mean.
void judge(GainFamily& family, double least_sign_flip_p) {
  std::vector<Gain*> judged;
  for (Gain& gain : family.gains) {
    if (gain.statistics) judged.push_back(&gain);
  }
  family.judged = judged.size();
  const bool flips = least_sign_flip_p * static_cast<double>(judged.size()) <= kSignificance;
  family.test = flips ? SeedTest::kSignFlip : SeedTest::kPairedT;
  std::vector<double> p;
  p.reserve(judged.size());
  for (const Gain* gain : judged) {
    p.push_back(flips ? gain->statistics->sign_flip_p : gain->statistics->t_p);
  }
  const auto corrected = metrics::holm_adjusted(p);
  for (size_t i = 0; i < judged.size(); ++i) {
    judged[i]->statistics->p_holm = corrected[i];
    judged[i]->outcome = corrected[i] > kSignificance ? Outcome::kTie
                         : judged[i]->mean > 0        ? Outcome::kBetter
                                                      : Outcome::kWorse;
  }
}

/// The pairs that were measured; those with diversity, at several values of what is swept.
std::vector<FrontierPair> measured_pairs(const std::vector<ComparedRun>& runs) {
  std::vector<FrontierPair> pairs;
  for (const FrontierPair& pair : frontier_pairs()) {
    const size_t least = pair.diversity.empty() ? 1 : 2;
    const auto has = [&](const ComparedRun& run) { return curve_of(run, pair).size() >= least; };
    if (std::ranges::any_of(runs, has)) pairs.push_back(pair);
  }
  return pairs;
}

/// What the D of each recipe that has resampled sentences could teach.
std::vector<Gain> gains_of_resampled(const std::vector<ComparedRun>& runs,
                                     const std::vector<FrontierPair>& pairs) {
  std::vector<Gain> gains;
  for (const RecipeRuns& resampled : runs_in_role(runs, RunRole::kResampled)) {
    for (const FrontierPair& pair : pairs) {
      const auto has = [&](const ComparedRun* run) { return !curve_of(*run, pair).empty(); };
      if (std::ranges::none_of(resampled, has)) continue;  // likelihoods
      gains.push_back(gain_of(resampled, runs, RunRole::kStart, pair));
    }
  }
  return gains;
}

bool has_role(const std::vector<ComparedRun>& runs, const std::string& recipe, RunRole role) {
  return std::ranges::any_of(
      runs, [&](const ComparedRun& run) { return run.recipe == recipe && run.role == role; });
}

}  // namespace

Lengths lengths_of(const Gain& gain) {
  Lengths lengths;
  const auto seeds = static_cast<double>(gain.seeds.size());
  for (const SeedGain& seed : gain.seeds) {
    lengths.own += seed.own_tokens / seeds;
    lengths.other += seed.other_tokens / seeds;
  }
  return lengths;
}

double carried_share(const Verdict& verdict, const Gain& resampled) {
  const auto own = std::ranges::find_if(verdict.gains, [&](const Gain& gain) {
    return gain.recipe == resampled.recipe && gain.against == RunRole::kStart &&
           gain.pair.quality == resampled.pair.quality;
  });
  const bool is_known = own != verdict.gains.end() && own->statistics;
  return is_known && resampled.outcome == Outcome::kBetter ? own->mean / resampled.mean
                                                           : std::nan("");
}

Verdict verdict_of(const std::vector<ComparedRun>& runs) {
  Verdict verdict;
  if (!runs.empty()) verdict.sweep = runs.front().sweep;
  const auto pairs = measured_pairs(runs);
  for (const RecipeRuns& trained : runs_in_role(runs, RunRole::kTrained)) {
    const std::string& recipe = trained.front()->recipe;
    if (!has_role(runs, recipe, RunRole::kStart) && !has_role(runs, recipe, RunRole::kControl)) {
      verdict.alone.push_back(recipe);
      continue;
    }
    verdict.seeds = verdict.seeds == 0 ? trained.size() : std::min(verdict.seeds, trained.size());
    for (const FrontierPair& pair : pairs) {
      for (const RunRole against : {RunRole::kControl, RunRole::kStart}) {
        if (!has_role(runs, recipe, against)) continue;
        verdict.gains.push_back(gain_of(trained, runs, against, pair));
      }
    }
  }
  verdict.resampled.gains = gains_of_resampled(runs, pairs);
  verdict.least_sign_flip_p = metrics::least_sign_flip_p(verdict.seeds);
  judge(verdict, verdict.least_sign_flip_p);
  judge(verdict.resampled, verdict.least_sign_flip_p);
  return verdict;
}

}  // namespace lingan
