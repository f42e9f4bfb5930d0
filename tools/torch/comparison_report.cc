#include "tools/torch/comparison_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/metrics/significance/mean_deviation.h>
#include <lingan/run/comparison/verdict.h>

#include "tools/comparison_files.h"
#include "tools/duration.h"
#include "tools/notices.h"
#include "tools/verdict_report.h"

namespace lingan::tools {
namespace {

/// The column with the best mean of a metric; nothing if all that have one are equal.
std::optional<size_t> best_column(const Comparison& comparison, const std::string& metric) {
  std::optional<size_t> best;
  bool differ = false;
  double best_mean = 0;
  for (size_t i = 0; i < comparison.recipes.size(); ++i) {
    const double mean = metrics::mean_deviation(comparison.recipes[i].metrics.at(metric)).mean;
    if (std::isnan(mean)) continue;
    differ = differ || (best && mean != best_mean);
    if (best && (higher_is_better(metric) ? mean <= best_mean : mean >= best_mean)) continue;
    best = i;
    best_mean = mean;
  }
  return differ ? best : std::nullopt;
}

std::string cell(const std::vector<double>& values) {
  const auto summary = metrics::mean_deviation(values);
  if (std::isnan(summary.mean)) return "-";
  if (values.size() < 2) return fmt::format("{:.4f}", summary.mean);
  return fmt::format("{:.4f} ± {:.4f}", summary.mean, summary.deviation);
}

std::string describe(const WeightsOrigin& weights) {
  if (weights.phase.empty()) return "no phase";
  return fmt::format("{} {}, by {}", weights.phase, weights.step, weights.figure);
}

/// Which weights were measured: of the one seed, or of all.
std::string weights_cell(const std::vector<WeightsOrigin>& weights) {
  if (weights.size() == 1) return describe(weights.front());
  std::string phases;
  for (const WeightsOrigin& one : weights) {
    const std::string phase = fmt::format("{}, by {}", one.phase, one.figure);
    if (phases.find(phase) == std::string::npos) phases += (phases.empty() ? "" : "; ") + phase;
  }
  return phases;
}

/// Terminal columns of a cell: the plus-minus sign is two bytes wide and one column.
size_t columns(const std::string& text) {
  return text.size() - (text.find("±") == std::string::npos ? 0 : 1);
}

std::string pad(const std::string& text, size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + text;
}

std::string header(const std::string& label, const Comparison& comparison, size_t width,
                   std::string ComparedRecipe::*field) {
  std::string line = fmt::format("{:<18}", label);
  for (const auto& recipe : comparison.recipes) line += "  " + pad(recipe.*field, width) + " ";
  return line + "\n";
}

}  // namespace

std::string format_comparison_table(const Comparison& comparison, bool colour) {
  size_t width = 18;
  for (const auto& recipe : comparison.recipes) {
    width = std::max(
        {width, recipe.name.size(), recipe.strategy.size(), weights_cell(recipe.weights).size()});
  }
  std::string table = header("recipe", comparison, width, &ComparedRecipe::name) +
                      header("strategy", comparison, width, &ComparedRecipe::strategy);
  for (const std::string& metric : comparison.metric_order) {
    table += fmt::format("{:<16}{:>2}", metric, higher_is_better(metric) ? "^" : "v");
    const auto best = best_column(comparison, metric);
    for (size_t i = 0; i < comparison.recipes.size(); ++i) {
      const std::string text = pad(cell(comparison.recipes[i].metrics.at(metric)), width);
      const bool marked = best == i;
      table +=
          "  " + (marked && colour ? "\x1b[1m" + text + "\x1b[0m" : text) + (marked ? "*" : " ");
    }
    table += "\n";
  }
  table += fmt::format("{:<18}", "weights of");
  for (const auto& recipe : comparison.recipes) {
    table += "  " + pad(weights_cell(recipe.weights), width) + " ";
  }
  table += fmt::format("\n{:<18}", "training time");
  for (const auto& recipe : comparison.recipes) {
    table += "  " + pad(format_duration(metrics::mean_deviation(recipe.seconds).mean), width) + " ";
  }
  table +=
      "\n^ higher is better, v lower is better, * best mean; mean ± standard deviation over seeds "
      "of "
      "training\nand sampling, all on the same split of the text\n";
  if (comparison.generator_of.empty()) return table;
  std::string without;
  for (const auto& recipe : comparison.recipes) {
    if (!recipe.is_pretrained) without += (without.empty() ? "" : ", ") + recipe.name;
  }
  return table + "all recipes have the generator of " + comparison.generator_of +
         ", but for its output, latent code, labels and source, and its pretraining" +
         (without.empty() ? "" : ", but for " + without + ", which have none") +
         "\n(--generators own: each its own)\n";
}

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
