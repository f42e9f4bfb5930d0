#include "tools/eval_significance.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/card.h>
#include <lingan/metrics/evaluation_text.h>

#include "tools/eval_files.h"
#include "tools/notices.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

nlohmann::ordered_json json_of(const metrics::SystemResult& result) {
  nlohmann::ordered_json object = {{"score", result.score}};
  const auto add = [&object](const char* key, const std::optional<double>& value) {
    if (value) object[key] = *value;
  };
  add("mean", result.mean);
  add("interval", result.interval);
  add("p", result.p);
  add("p_holm", result.p_holm);
  return object;
}

std::string line_of(const metrics::SystemResult& result) {
  std::string line = fmt::format("{:>8.3f}", result.score);
  if (result.mean) line += fmt::format("  ({:.3f} +- {:.3f})", *result.mean, *result.interval);
  return line + (result.p ? fmt::format("  p = {:.4f}, Holm {:.4f}", *result.p, *result.p_holm)
                          : "  baseline");
}

}  // namespace

std::string format_comparison_table(const std::vector<metrics::SystemComparison>& comparisons,
                                    const std::vector<std::string>& names) {
  size_t width = 0;
  for (const auto& name : names) width = std::max(width, name.size());
  std::string table;
  for (const auto& comparison : comparisons) {
    table += comparison.metric + "\n";
    for (size_t i = 0; i < names.size(); ++i) {
      table += fmt::format("  {:<{}} {}\n", names[i], width, line_of(comparison.systems[i]));
    }
  }
  return table;
}

std::string format_comparison_json(const std::vector<metrics::SystemComparison>& comparisons,
                                   const std::vector<std::string>& names,
                                   const std::vector<std::string>& notices) {
  nlohmann::ordered_json systems = nlohmann::ordered_json::array();
  nlohmann::ordered_json signatures = nlohmann::ordered_json::object();
  for (size_t i = 0; i < names.size(); ++i) {
    nlohmann::ordered_json system = {{"system", names[i]}};
    for (const auto& comparison : comparisons) {
      system[comparison.metric] = json_of(comparison.systems[i]);
    }
    systems.push_back(std::move(system));
  }
  for (const auto& comparison : comparisons) signatures[comparison.metric] = comparison.signature;
  return json_report({{"systems", systems}, {"signatures", signatures}}, notices);
}

void eval_significance(const EvalOptions& options) {
  const auto& test =
      find_card(metrics::significance_tests(), options.significance, "test of significance");
  const std::string tokenizer = options.tokenizer.empty() ? "whitespace" : options.tokenizer;
  std::vector<metrics::EvaluationSentences> systems;
  for (auto& texts : read_systems(options)) {
    systems.push_back(metrics::split_texts(std::move(texts), tokenizer));
  }
  const auto comparisons = compare_systems(systems, evaluation_options(options), test);
  const bool json = options.format == "json";
  write_stdout(json ? format_comparison_json(comparisons, options.hypotheses, notices())
                    : format_comparison_table(comparisons, options.hypotheses));
  if (json || !options.signatures) return;
  for (const auto& comparison : comparisons) {
    write_stdout(comparison.metric + "|" + comparison.signature + "\n");
  }
}

}  // namespace lingan::tools
