#include <lingan/run/evaluation/run_ranking.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/gan/training/ranked_items.h>

namespace lingan {
namespace {

std::shared_ptr<Generator> ranking_generator(const RunDirectory& run) {
  if (!ranks_items(run.generator_options())) {
    throw UsageError("the run in " + run.path().string() +
                     " was not trained on pairs of queries and items; train one by `pairs`");
  }
  return run.load_generator();
}

}  // namespace

RunRanking rank_held_out(const RunDirectory& run) {
  const auto generator = ranking_generator(run);
  const RunSentences pairs = run.sentences();
  const bool has_test = pairs.test.rows > 0;
  const TokenBatch& measured = has_test ? pairs.test : pairs.validation;
  RunRanking ranking = {.part = has_test ? "test" : "held-out",
                        .queries = ranked_queries(pairs.train, measured),
                        .figures = ranking_figures(*generator, pairs.train, measured)};
  if (ranking.queries > 0) return ranking;
  throw UsageError("the run in " + run.path().string() +
                   " holds no pairs out beside those it was trained on; rank the items of a query");
}

int32_t query_number(const RunSpec& spec, const std::string& query, const std::string& field) {
  std::vector<std::string> queries;
  for (const Label& label : spec.labels) queries.push_back(label.name);
  const auto own = std::ranges::find(queries, query);
  if (own != queries.end()) return static_cast<int32_t>(own - queries.begin());
  throw UsageError("`" + field + "` " + query +  // there may be too many to list
                   ": no training pair of the run has it" + did_you_mean(query, queries));
}

std::vector<std::pair<int32_t, double>> rank_query(const RunDirectory& run,
                                                   const std::string& query, int64_t items) {
  const auto generator = ranking_generator(run);
  const int32_t number = query_number(run.spec(), query, "query");
  const auto ranked = ranked_items(*generator, run.sentences().train, number);
  if (ranked.empty()) {
    notice_once("`query` " + query + ": no item is left to rank, its training pairs have them all");
  }
  const auto count = items == 0 ? ranked.size() : std::min<size_t>(ranked.size(), items);
  std::vector<std::pair<int32_t, double>> best;
  for (size_t i = 0; i < count; ++i) {
    best.emplace_back(ranked[i].item, std::exp(ranked[i].log_probability));
  }
  return best;
}

}  // namespace lingan
