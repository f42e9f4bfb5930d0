#include "tools/torch/comparison_table.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <lingan/metrics/significance/mean_deviation.h>
#include <lingan/run/comparison/frontier.h>

#include "tools/duration.h"

namespace lingan::tools {
namespace {

/// More recipes than this are rows: as columns they pass the edge of every terminal.
constexpr size_t kMaximumColumns = 5;

/// What is said of every recipe: a metric, or a word of it.
struct Field {
  std::string label;
  std::string sign = "";            ///< which way a metric is better
  std::vector<std::string> cells;   ///< [recipes]
  std::optional<size_t> best = {};  ///< the recipe with the best mean
};

/// The recipe with the best mean of a metric; nothing if all that have one are equal.
std::optional<size_t> best_recipe(const Comparison& comparison, const std::string& metric) {
  std::optional<size_t> best;
  bool differ = false;
  double best_mean = 0;
  for (size_t i = 0; i < comparison.recipes.size(); ++i) {
    const double mean = metrics::mean_deviation(comparison.recipes[i].metrics.at(metric)).mean;
    // A likelihood of what is known in part is less than others' for that alone.
    const bool compares = !comparison.recipes[i].knows_its_sentence || !is_likelihood(metric);
    if (std::isnan(mean) || !compares) continue;
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

Field words(const Comparison& comparison, const std::string& label,
            const std::function<std::string(const ComparedRecipe&)>& word) {
  Field field{.label = label, .cells = {}};
  for (const auto& recipe : comparison.recipes) field.cells.push_back(word(recipe));
  return field;
}

std::vector<Field> fields_of(const Comparison& comparison) {
  std::vector<Field> fields{
      words(comparison, "strategy", [](const auto& r) { return r.strategy; })};
  for (const std::string& metric : comparison.metric_order) {
    fields.push_back(
        words(comparison, metric, [&](const auto& r) { return cell(r.metrics.at(metric)); }));
    fields.back().sign = higher_is_better(metric) ? "^" : "v";
    fields.back().best = best_recipe(comparison, metric);
  }
  fields.push_back(
      words(comparison, "weights of", [](const auto& r) { return weights_cell(r.weights); }));
  fields.push_back(words(comparison, "training time", [](const auto& r) {
    return format_duration(metrics::mean_deviation(r.seconds).mean);
  }));
  return fields;
}

std::string marked(const Field& field, size_t recipe, size_t width, bool colour) {
  const bool is_best = field.best == recipe;
  const std::string text = pad(field.cells[recipe], width);
  return "  " + (is_best && colour ? "\x1b[1m" + text + "\x1b[0m" : text) + (is_best ? "*" : " ");
}

/// Recipes as columns, all of one width.
std::string columns_table(const Comparison& comparison, const std::vector<Field>& fields,
                          bool colour) {
  size_t width = 18;
  for (const auto& recipe : comparison.recipes) width = std::max(width, recipe.name.size());
  for (const Field& field : fields) {
    for (const std::string& text : field.cells) width = std::max(width, columns(text));
  }
  std::string table = fmt::format("{:<18}", "recipe");
  for (const auto& recipe : comparison.recipes) table += "  " + pad(recipe.name, width) + " ";
  for (const Field& field : fields) {
    table += field.sign.empty() ? fmt::format("\n{:<18}", field.label)
                                : fmt::format("\n{:<16}{:>2}", field.label, field.sign);
    for (size_t i = 0; i < field.cells.size(); ++i) table += marked(field, i, width, colour);
  }
  return table + "\n";
}

/// Recipes as rows; every column as wide as it needs.
std::string rows_table(const Comparison& comparison, const std::vector<Field>& fields,
                       bool colour) {
  size_t name_width = 6;
  for (const auto& recipe : comparison.recipes) {
    name_width = std::max(name_width, recipe.name.size());
  }
  std::vector<size_t> widths;
  std::string table = fmt::format("{:<{}}", "recipe", name_width);
  for (const Field& field : fields) {
    const std::string title = field.label + (field.sign.empty() ? "" : " " + field.sign);
    widths.push_back(title.size());
    for (const std::string& text : field.cells) {
      widths.back() = std::max(widths.back(), columns(text));
    }
    table += "  " + pad(title, widths.back()) + " ";
  }
  for (size_t i = 0; i < comparison.recipes.size(); ++i) {
    table += fmt::format("\n{:<{}}", comparison.recipes[i].name, name_width);
    for (size_t j = 0; j < fields.size(); ++j) table += marked(fields[j], i, widths[j], colour);
  }
  return table + "\n";
}

/// Whose generator the recipes have.
std::string generator_note(const Comparison& comparison) {
  if (comparison.generator_of.empty()) return "";
  std::string without;
  for (const auto& recipe : comparison.recipes) {
    if (!recipe.is_pretrained) without += (without.empty() ? "" : ", ") + recipe.name;
  }
  return "all recipes have the generator of " + comparison.generator_of +
         ", but for its output, latent code, labels and source, and its pretraining" +
         (without.empty() ? "" : ", but for " + without + ", which have none") +
         "\n(--generators own: each its own)\n";
}

}  // namespace

std::string describe(const WeightsOrigin& weights) {
  if (weights.phase.empty()) return "no phase";
  return fmt::format("{} {}, by {}", weights.phase, weights.step, weights.figure);
}

std::string format_comparison_table(const Comparison& comparison, bool colour) {
  const std::vector<Field> fields = fields_of(comparison);
  const bool few = comparison.recipes.size() <= kMaximumColumns;
  return (few ? columns_table : rows_table)(comparison, fields, colour) +
         "^ higher is better, v lower is better, * best mean; mean ± standard deviation over seeds "
         "of training\nand sampling, all on the same split of the text\n" +
         generator_note(comparison);
}

}  // namespace lingan::tools
