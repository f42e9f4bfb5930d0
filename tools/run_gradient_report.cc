#include "tools/run_gradient_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "tools/estimator_name.h"
#include "tools/gradient_picture.h"
#include "tools/notices.h"

namespace lingan::tools {
namespace {

using Json = nlohmann::ordered_json;

Estimate times(const Estimate& interval, double factor) {
  return {interval.value * factor, interval.low * factor, interval.high * factor};
}

Estimate price(const SampledQuality& quality) {
  return times(quality.moments.variance, quality.seconds);
}

std::string full_name(const SampledQuality& quality) {
  return name_with_settings(*quality.card, quality.settings);
}

/// `0.012 (0.010..0.014)`.
std::string cell(const Estimate& interval) {
  if (std::isnan(interval.value)) return "-";
  return fmt::format("{:.3g} ({:.2g}..{:.2g})", interval.value, interval.low, interval.high);
}

constexpr const char* kLine =
    "{:<{}}  {:>26}  {:>26}  {:>24}  {:>24}  {:>9}  {:>7}  {:>8}  {:>26}\n";

std::string line_of(const SampledQuality& quality, size_t width) {
  const auto& moments = quality.moments;
  if (!quality.note.empty())
    return fmt::format("{:<{}}  {}\n", full_name(quality), width, quality.note);
  return fmt::format(kLine, full_name(quality), width, cell(moments.bias), cell(moments.variance),
                     cell(moments.cosine), cell(moments.signal_to_noise),
                     fmt::format("{:.3g}", quality.seconds),
                     fmt::format("{:.6g}", quality.reward_calls),
                     fmt::format("{:.6g}", quality.tokens), cell(price(quality)));
}

size_t width_of(const SampledStudy& study) {
  size_t width = 9;
  for (const auto& quality : study.estimators) width = std::max(width, full_name(quality).size());
  return width;
}

/// Those without a bias that could be told from 0, the least price first.
std::vector<const SampledQuality*> unbiased(const SampledStudy& study) {
  std::vector<const SampledQuality*> chosen;
  for (const auto& quality : study.estimators) {
    if (quality.note.empty() && quality.moments.bias.low <= 0) chosen.push_back(&quality);
  }
  std::ranges::stable_sort(chosen, {}, [](const auto* q) { return price(*q).value; });
  return chosen;
}

std::string verdict(const SampledStudy& study) {
  const auto chosen = unbiased(study);
  if (chosen.empty()) return "";
  const Estimate least = price(*chosen.front());
  std::vector<std::string> ties;
  for (const auto* quality : chosen) {
    if (quality != chosen.front() && price(*quality).low <= least.high) {
      ties.push_back(full_name(*quality));
    }
  }
  const std::string tied =
      ties.empty() ? "" : fmt::format("; a tie with {}", fmt::join(ties, "; "));
  return fmt::format(
      "\nLeast variance x seconds, of those whose bias is not told from 0: {}, {}, its bias {}{}\n",
      full_name(*chosen.front()), cell(least), cell(chosen.front()->moments.bias), tied);
}

std::string groups_table(const SampledStudy& study, size_t width) {
  constexpr const char* kCells = "{:<{}}  {:>26}  {:>26}  {:>26}\n";
  std::string text =
      "\nvariance by weights\n" +
      fmt::format(kCells, "estimator", width, kWeightGroups[0], kWeightGroups[1], kWeightGroups[2]);
  for (const auto& quality : study.estimators) {
    if (!quality.note.empty()) continue;
    text += fmt::format(kCells, full_name(quality), width, cell(quality.by_group[0].variance),
                        cell(quality.by_group[1].variance), cell(quality.by_group[2].variance));
  }
  return text;
}

std::string format_study(const RunStudy& run) {
  const SampledStudy& study = run.study;
  const size_t width = width_of(study);
  std::string text = fmt::format(
      "{}: expected reward {:.4g}; norm of the reference, leave-one-out of {} sentences: {}\n\n",
      run.run, study.reward, study.reference_sentences, cell(study.reference_norm));
  text += fmt::format(kLine, "estimator", width, "bias", "variance", "cosine", "snr", "seconds",
                      "calls", "tokens", "variance x seconds");
  for (const auto& quality : study.estimators) text += line_of(quality, width);
  return text + groups_table(study, width) + verdict(study);
}

Json as_json(const Estimate& interval) {
  if (std::isnan(interval.value)) return nullptr;
  return {{"value", interval.value}, {"low", interval.low}, {"high", interval.high}};
}

Json as_json(const SampledMoments& moments) {
  return {{"bias", as_json(moments.bias)},
          {"variance", as_json(moments.variance)},
          {"mean-squared-error", as_json(moments.mean_squared_error)},
          {"cosine", as_json(moments.cosine)},
          {"signal-to-noise", as_json(moments.signal_to_noise)}};
}

/// Of each weight group, by its name.
template <class Figures>
Json by_group(const Figures& figures) {
  Json json = Json::object();
  for (size_t i = 0; i < figures.size(); ++i) {
    json[std::string(kWeightGroups[i])] = as_json(figures[i]);
  }
  return json;
}

template <class Figures>
Json by_position(const Figures& figures) {
  Json json = Json::array();
  for (const auto& figure : figures) json.push_back(as_json(figure));
  return json;
}

Json describe(const SampledQuality& quality) {
  Json json{{"name", quality.card->name}};
  put_settings(json, *quality.card, quality.settings);
  if (!quality.note.empty()) {
    json["note"] = quality.note;
    return json;
  }
  json["estimates"] = quality.estimates;
  json.update(as_json(quality.moments));
  json["seconds"] = quality.seconds;
  json["reward-calls"] = quality.reward_calls;
  json["tokens"] = quality.tokens;
  const Estimate& variance = quality.moments.variance;
  json["variance-times-seconds"] = as_json(price(quality));
  json["variance-times-reward-calls"] = as_json(times(variance, quality.reward_calls));
  json["variance-times-tokens"] = as_json(times(variance, quality.tokens));
  json["by-weights"] = by_group(quality.by_group);
  json["by-position"] = by_position(quality.by_position);
  return json;
}

Json describe(const RunStudy& run) {
  const SampledStudy& study = run.study;
  Json json{{"run", run.run},
            {"reference",
             {{"estimator", "leave-one-out"},
              {"sentences", study.reference_sentences},
              {"expected-reward", study.reward},
              {"norm", as_json(study.reference_norm)},
              {"norm-by-weights", by_group(study.norm_by_group)},
              {"norm-by-position", by_position(study.norm_by_position)}}},
            {"estimators", Json::array()}};
  for (const auto& quality : study.estimators) json["estimators"].push_back(describe(quality));
  return json;
}

}  // namespace

std::string format_run_gradient_table(const std::vector<RunStudy>& runs) {
  std::string text;
  for (const RunStudy& run : runs) {
    if (!text.empty()) text += "\n\n";
    text += format_study(run);
  }
  return text;
}

std::string format_run_gradient_json(const std::vector<RunStudy>& runs,
                                     const std::vector<std::string>& notices) {
  Json report{{"runs", Json::array()}};
  for (const RunStudy& run : runs) report["runs"].push_back(describe(run));
  return json_report(std::move(report), notices);
}

std::string draw_run_gradients(const std::vector<RunStudy>& runs) {
  std::vector<PictureSection> sections;
  for (const RunStudy& run : runs) {
    PictureSection section{.heading = fmt::format("{}: norm of the gradient {}", run.run,
                                                  cell(run.study.reference_norm)),
                           .rows = {}};
    for (const auto& quality : run.study.estimators) {
      if (!quality.note.empty()) continue;
      section.rows.push_back({full_name(quality), quality.moments.bias, price(quality)});
    }
    sections.push_back(std::move(section));
  }
  return draw_estimators(sections, "variance x seconds");
}

}  // namespace lingan::tools
