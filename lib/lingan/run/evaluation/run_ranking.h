/// How a run on pairs ranks items.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <lingan/run/run_directory.h>

namespace lingan {

/// What a run's rankings are worth.
struct RunRanking {
  std::string part;                       ///< `test` or `held-out`: the pairs that it is of
  int64_t queries = 0;                    ///< that have such pairs
  std::map<std::string, double> figures;  ///< ranking_figures()
};

/// Of the run's test pairs, or else of the held-out ones.
/// @throws UsageError if the run was not trained on pairs, or no pair is left to measure on.
RunRanking rank_held_out(const RunDirectory& run);

/// The number of a query of a run on pairs.
/// @param field  that names it, for messages: `query` or `label`.
/// @throws UsageError if no training pair has it.
int32_t query_number(const RunSpec& spec, const std::string& query, const std::string& field);

/// The best items of a query, but for those of its training pairs: token and probability, best
/// first. Gives notice where these have all items.
/// @param items  how many; 0: all.
/// @throws UsageError if the run was not trained on pairs, or knows no such query.
std::vector<std::pair<int32_t, double>> rank_query(const RunDirectory& run,
                                                   const std::string& query, int64_t items);

}  // namespace lingan
