#include "tools/torch/comparison_report.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/run/comparison/verdict.h>

#include "tools/comparison_files.h"
#include "tools/notices.h"
#include "tools/torch/comparison_table.h"
#include "tools/verdict_report.h"

namespace lingan::tools {
namespace {

/// What is measured beside the recipes themselves at 1: their starts and controls, and all at other
/// values of what is swept, whose metrics are named `METRIC@TEMPERATURE` or `METRIC@top-p:P`.
std::string tsv_of(const ComparedRun& run, const std::string& strategy) {
  const bool is_trained = run.role == RunRole::kTrained;
  const std::string recipe =
      is_trained ? run.recipe : fmt::format("{}.{}", run.recipe, name_of(run.role));
  const std::string_view sweep = run.sweep == Sweep::kTopP ? "top-p:" : "";
  std::string text;
  for (const FrontierPoint& point : run.frontier) {
    const bool is_one = point.swept == 1.0;
    if (is_one && is_trained) continue;
    const std::string at = is_one ? "" : fmt::format("@{}{}", sweep, point.swept);
    for (const auto& [metric, value] : point.metrics) {
      text += fmt::format("{}\t{}\t{}\t{}{}\t{}\n", recipe, strategy, run.seed, metric, at, value);
    }
  }
  return text;
}

nlohmann::ordered_json as_json(const ComparedRun& run) {
  nlohmann::ordered_json frontier = nlohmann::json::array();
  for (const FrontierPoint& point : run.frontier) {
    frontier.push_back({{name_of(run.sweep), point.swept}, {"metrics", point.metrics}});
  }
  return {{"recipe", run.recipe},
          {"role", name_of(run.role)},
          {"seed", run.seed},
          {"frontier", frontier}};
}

}  // namespace

std::string format_comparison_tsv(const Comparison& comparison) {
  std::string text(kComparisonTsvHeader);
  for (const auto& recipe : comparison.recipes) {
    for (size_t seed = 0; seed < recipe.weights.size(); ++seed) {
      const auto line = [&](const std::string& metric, double value) {
        text += fmt::format("{}\t{}\t{}\t{}\t{}\n", recipe.name, recipe.strategy, seed + 1, metric,
                            value);
      };
      for (const auto& metric : comparison.metric_order)
        line(metric, recipe.metrics.at(metric)[seed]);
      text += fmt::format("{}\t{}\t{}\tweights\t{}\n", recipe.name, recipe.strategy, seed + 1,
                          describe(recipe.weights[seed]));
    }
    for (const ComparedRun& run : comparison.runs) {
      if (run.recipe == recipe.name) text += tsv_of(run, recipe.strategy);
    }
  }
  return text;
}

std::string format_comparison_verdict(const Comparison& comparison) {
  const std::string text = format_verdict(verdict_of(comparison.runs));
  return text.empty() ? "" : "\n" + text;
}

std::string format_comparison_notes(const Comparison& comparison) {
  std::string text;
  for (const auto& recipe : comparison.recipes) {
    for (const auto& [metric, note] : recipe.notes) {
      text += fmt::format("lingan: {}: {}: {}\n", recipe.name, metric, note);
    }
  }
  return text;
}

std::string format_comparison_json(const Comparison& comparison, const CorpusReport* text,
                                   const std::vector<std::string>& notices) {
  nlohmann::ordered_json recipes = nlohmann::json::array();
  for (const auto& recipe : comparison.recipes) {
    nlohmann::ordered_json values;
    for (const auto& metric : comparison.metric_order) values[metric] = recipe.metrics.at(metric);
    nlohmann::ordered_json weights = nlohmann::json::array();
    for (const WeightsOrigin& one : recipe.weights) {
      weights.push_back({{"phase", one.phase}, {"step", one.step}, {"figure", one.figure}});
    }
    recipes.push_back({{"recipe", recipe.name},
                       {"strategy", recipe.strategy},
                       {"pretrained", recipe.is_pretrained},
                       {"seconds", recipe.seconds},
                       {"weights", weights},
                       {"metrics", values}});
    if (!recipe.notes.empty()) recipes.back()["notes"] = recipe.notes;
  }
  nlohmann::ordered_json report{{"metrics", comparison.metric_order}};
  report["generator-of"] = nullptr;
  if (!comparison.generator_of.empty()) report["generator-of"] = comparison.generator_of;
  report["recipes"] = recipes;
  report["runs"] = nlohmann::json::array();
  for (const ComparedRun& run : comparison.runs) report["runs"].push_back(as_json(run));
  if (text != nullptr) {
    report["text"] = {{"lines", text->lines},
                      {"sentences", text->sentences},
                      {"empty", text->empty},
                      {"too-long", text->too_long},
                      {"bad-text", text->bad_text}};
  }
  if (!comparison.runs.empty()) report["verdict"] = verdict_json(verdict_of(comparison.runs));
  return json_report(std::move(report), notices, 2);
}

}  // namespace lingan::tools
