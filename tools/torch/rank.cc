/// The work of `lingan rank`.
#include "tools/rank.h"

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/metrics/ranking/ranking.h>
#include <lingan/run/evaluation/run_ranking.h>
#include <lingan/run/run_directory.h>
#include <lingan/text/tokenizer/line_text.h>

#include "tools/terminal.h"
#include "tools/torch/machine.h"

namespace lingan::tools {
namespace {

std::string metric_table(const RunRanking& ranking) {
  std::string text = fmt::format("of {} queries of {} pairs\n", ranking.queries, ranking.part);
  for (const std::string& name : metrics::ranking_metric_names()) {
    text += fmt::format("{:<16}{:.5f}  {}\n", name, ranking.figures.at(name),
                        metrics::ranking_metric_summary(name));
  }
  return text;
}

std::string metric_json(const RunRanking& ranking) {
  nlohmann::ordered_json object = {{"pairs", ranking.part}, {"queries", ranking.queries}};
  for (const std::string& name : metrics::ranking_metric_names()) {
    object[name] = ranking.figures.at(name);
  }
  return object.dump() + "\n";
}

}  // namespace

void rank(const RankOptions& options) {
  apply_with_torch(options.machine);
  const RunDirectory run = RunDirectory::open(options.run);
  if (options.query.empty()) {
    const RunRanking ranking = rank_held_out(run);
    return write_stdout(options.format == "json" ? metric_json(ranking) : metric_table(ranking));
  }
  std::string text;
  for (const auto& [item, probability] : rank_query(run, options.query, options.items)) {
    text +=
        fmt::format("{}\t{:.6g}\n", decode_line(*run.spec().tokenizer, {&item, 1}), probability);
  }
  write_stdout(text);
}

}  // namespace lingan::tools
