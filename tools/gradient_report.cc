#include "tools/gradient_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "tools/estimator_name.h"
#include "tools/gradient_picture.h"
#include "tools/notices.h"

namespace lingan::tools {
namespace {

using gradients::EstimatorQuality;
using gradients::GradientTable;
using gradients::Study;
using Json = nlohmann::ordered_json;

std::string full_name(const EstimatorQuality& quality) {
  return name_with_settings(*quality.card, quality.settings);
}

/// A bias in this proportion to the gradient is of rounding.
constexpr double kUnbiased = 1e-10;

double price(const EstimatorQuality& quality) { return quality.variance * quality.reward_calls; }

/// What rounding leaves of 0.
constexpr double kRounding = 1e-14;

std::string cell(const EstimatorQuality& quality, double value) {
  if (!quality.note.empty() || std::isnan(value)) return "-";
  return fmt::format("{:.5g}", std::abs(value) < kRounding ? 0.0 : value);
}

std::string line_of(const EstimatorQuality& quality, size_t width) {
  const auto number = [&](double value) { return cell(quality, value); };
  return fmt::format("{:<{}}  {:>11}  {:>11}  {:>11}  {:>8}  {:>8}  {:>6}  {:>6}  {:>16}\n",
                     full_name(quality), width, number(quality.bias), number(quality.variance),
                     number(quality.mean_squared_error()), number(quality.cosine),
                     number(quality.signal_to_noise), number(quality.reward_calls),
                     number(quality.tokens), number(price(quality)));
}

/// The prefixes' rows of a gradient by their names.
Json rows_by_name(const GradientTable& table, const std::vector<double>& gradient) {
  Json rows = Json::object();
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  for (int64_t row = 0; row < table.rows(); ++row) {
    const auto first = gradient.begin() + static_cast<ptrdiff_t>(row * table.vocabulary());
    rows[table.name_of(row)] =
        std::vector<double>(first, first + static_cast<ptrdiff_t>(vocabulary));
  }
  return rows;
}

Json describe(const EstimatorQuality& quality) {
  Json json{{"name", quality.card->name}};
  put_settings(json, *quality.card, quality.settings);
  const auto put = [&](const char* key, double value) {  // NaN and infinity become null
    json[key] = quality.note.empty() ? Json(value) : Json(nullptr);
  };
  put("bias", quality.bias);
  put("variance", quality.variance);
  put("mean-squared-error", quality.mean_squared_error());
  put("cosine", quality.cosine);
  put("signal-to-noise", quality.signal_to_noise);
  put("reward-calls", quality.reward_calls);
  put("tokens", quality.tokens);
  put("variance-times-reward-calls", price(quality));
  put("variance-times-tokens", quality.variance * quality.tokens);
  if (!quality.note.empty()) {
    json["note"] = quality.note;
    return json;
  }
  json["bias-by-position"] = quality.bias_by_position;
  json["variance-by-position"] = quality.variance_by_position;
  return json;
}

/// The estimators without bias that buy the least variance with their rewards, equal but for
/// rounding.
std::vector<const EstimatorQuality*> most_for_their_rewards(const Study& study) {
  std::vector<const EstimatorQuality*> unbiased;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& quality : study.estimators) {
    const bool counts = quality.note.empty() && std::isfinite(quality.reward_calls) &&
                        quality.bias <= std::max(kUnbiased * study.exact_norm, kRounding);
    if (!counts) continue;
    unbiased.push_back(&quality);
    least = std::min(least, price(quality));
  }
  const double equal = least + std::max(kRounding, std::abs(least) * kUnbiased);
  std::erase_if(unbiased, [equal](const auto* quality) { return !(price(*quality) <= equal); });
  return unbiased;
}

/// The line that names them; empty: there are none.
std::string verdict(const Study& study) {
  const auto best = most_for_their_rewards(study);
  if (best.empty()) return "";
  std::vector<std::string> ties;
  for (size_t i = 1; i < best.size(); ++i) ties.push_back(full_name(*best[i]));
  return fmt::format("\nLeast variance x calls without bias: {}, {}{}\n", full_name(*best[0]),
                     cell(*best[0], price(*best[0])),
                     ties.empty() ? "" : fmt::format("; a tie with {}", fmt::join(ties, "; ")));
}

}  // namespace

std::string format_gradient_table(const GradientTable& table, const Study& study) {
  size_t width = 9;
  for (const auto& quality : study.estimators) width = std::max(width, full_name(quality).size());
  std::string text = fmt::format(
      "vocabulary {}, length {}: {} sequences; expected reward {:.6g}; norm of the exact gradient "
      "{:.6g}\n\n{:<{}}  {:>11}  {:>11}  {:>11}  {:>8}  {:>8}  {:>6}  {:>6}  {:>16}\n",
      table.vocabulary(), table.length(), table.sequences(), table.value(0), study.exact_norm,
      "estimator", width, "bias", "variance", "mse", "cosine", "snr", "calls", "tokens",
      "variance x calls");
  std::string notes;
  for (const auto& quality : study.estimators) {
    text += line_of(quality, width);
    if (!quality.note.empty()) notes += full_name(quality) + ": " + quality.note + "\n";
  }
  text += verdict(study);
  return notes.empty() ? text : text + "\n" + notes;
}

std::string format_gradient_json(const GradientTable& table, const Study& study,
                                 const std::vector<std::string>& notices) {
  Json report{{"exact",
               {{"norm", study.exact_norm},
                {"expected-reward", table.value(0)},
                {"norm-by-position", study.exact_norm_by_position},
                {"gradient", rows_by_name(table, study.exact)}}},
              {"estimators", Json::array()}};
  for (const auto& quality : study.estimators) report["estimators"].push_back(describe(quality));
  return json_report(std::move(report), notices);
}

std::string draw_gradients(const Study& study) {
  PictureSection section{.heading = "", .rows = {}};
  for (const auto& quality : study.estimators) {
    const double bias = quality.bias, cost = price(quality);
    if (!quality.note.empty()) continue;
    section.rows.push_back({full_name(quality), {bias, bias, bias}, {cost, cost, cost}});
  }
  return draw_estimators({section}, "variance x calls");
}

}  // namespace lingan::tools
