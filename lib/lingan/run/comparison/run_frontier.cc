#include <lingan/run/comparison/run_frontier.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/fingerprint.h>
#include <lingan/base/input.h>
#include <lingan/base/json_value.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/run/comparison/frontier.h>
#include <lingan/run/evaluation/evaluation_sampling.h>
#include <lingan/run/evaluation/run_evaluation.h>

namespace lingan {
namespace {

using Json = nlohmann::ordered_json;
using metrics::MetricValue;

/// What tells quality and diversity, and how likely text is.
std::vector<std::string> measured_metrics(const RunDirectory& run) {
  const RunSpec& spec = run.spec();
  const RunSentences sentences = run.sentences();
  const bool has_text = sentences.test.rows > 0 || sentences.validation.rows > 0;
  std::vector<std::string> names = {"self-bleu", "distinct-2", "unique", "novelty"};
  if (has_text) {
    names.insert(names.begin(), "bleu");
    names.insert(names.end(), {"kn-lm", "kn-reverse-lm", "nll-gen", "nll-gen-padded"});
    names.emplace_back("perplexity");
  }
  names.emplace_back("nll-div");
  if (spec.oracle.empty()) return names;
  names.emplace_back("nll-oracle");
  if (has_text) names.emplace_back("nll-oracle-real");
  return names;
}

/// What a run is asked, but for how it draws.
RunEvaluationRequest evaluation_of(const RunDirectory& run, int64_t samples) {
  RunEvaluationRequest evaluation{.samples = samples, .seed = run.spec().seed};
  evaluation.options.metrics = measured_metrics(run);
  return evaluation;
}

/// Without the metrics that have no value as it draws.
MeasuredPoint measure(const RunDirectory& run, RunEvaluationRequest evaluation) {
  if (!has_likelihoods(evaluation)) std::erase_if(evaluation.options.metrics, is_likelihood);
  DrawnSentences drawn;
  auto values = evaluate_run(run, evaluation, &drawn);
  const auto words = metrics::strip_specials(drawn.sentences, run.spec().tokenizer->specials());
  return {.values = std::move(values),
          .mean_tokens = static_cast<double>(words.tokens()) / static_cast<double>(words.size()),
          .effective_size = drawn.judging.effective_size};
}

/// JSON has no numbers that are not finite: they are texts.
Json as_number(double value) {
  return std::isfinite(value) ? Json(value) : Json(fmt::format("{}", value));
}

Json as_json(const MeasuredPoint& point) {
  Json values = Json::array();
  for (const MetricValue& metric : point.values) {
    values.push_back({{"metric", metric.name}, {"value", as_number(metric.value)}});
    if (!metric.note.empty()) values.back()["note"] = metric.note;
    if (!metric.signature.empty()) values.back()["signature"] = metric.signature;
  }
  Json json = {{name_of(point.sweep), as_number(point.swept)},
               {"mean-tokens", as_number(point.mean_tokens)}};
  if (point.effective_size > 0) json["effective-sample-size"] = as_number(point.effective_size);
  json["values"] = values;
  return json;
}

double number_in(const nlohmann::json& object, const std::string& key) {
  if (!object.at(key).is_string()) return json_value<double>(object, key);
  return std::strtod(object.at(key).get<std::string>().c_str(), nullptr);
}

MeasuredPoint point_in(const nlohmann::json& json) {
  const Sweep sweep = json.contains(name_of(Sweep::kTopP)) ? Sweep::kTopP : Sweep::kTemperature;
  MeasuredPoint point{.sweep = sweep,
                      .swept = number_in(json, std::string(name_of(sweep))),
                      .values = {},
                      .mean_tokens = number_in(json, "mean-tokens"),
                      .effective_size = json_value(json, "effective-sample-size", 0.0)};
  for (const auto& value : json.at("values")) {
    point.values.push_back({.name = json_value<std::string>(value, "metric"),
                            .value = number_in(value, "value"),
                            .note = json_value(value, "note", std::string()),
                            .signature = json_value(value, "signature", std::string())});
  }
  return point;
}

/// The fingerprints of the files of weights that sentences are drawn and chosen by.
std::string weights_in(const std::vector<std::filesystem::path>& files) {
  std::string weights;
  for (const auto& file : files) {
    if (!weights.empty()) weights += " ";
    weights += fingerprint(*open_input(file), file.string());
  }
  return weights;
}

/// The points that are kept of a run, of an ensemble, or of what a D has chosen.
class KeptPoints {
 public:
  /// Reads those that are of the same weights and number of samples; a file that is spoiled is as
  /// none.
  KeptPoints(std::filesystem::path file, std::string weights, int64_t samples)
      : file_(std::move(file)), weights_(std::move(weights)), samples_(samples) {
    if (!std::filesystem::exists(file_)) return;
    try {
      const auto json = parse_json(read_file(file_));
      if (json_value<std::string>(json, "weights") != weights_) return;
      if (json_value<int64_t>(json, "samples") != samples_) return;
      for (const auto& point : json.at("points")) points_.push_back(point_in(point));
    } catch (const InputError&) {
      points_.clear();
    } catch (const nlohmann::json::exception&) {
      points_.clear();
    }
  }

  /// Null: it is not among them. At 1 that of any sweep will do.
  const MeasuredPoint* at(Sweep sweep, double swept) const {
    const auto point = std::ranges::find_if(points_, [&](const MeasuredPoint& one) {
      return one.swept == swept && (one.sweep == sweep || swept == 1.0);
    });
    return point == points_.end() ? nullptr : &*point;
  }

  void add(MeasuredPoint point) {
    points_.push_back(std::move(point));
    Json points = Json::array();
    for (const MeasuredPoint& one : points_) points.push_back(as_json(one));
    const Json json = {{"weights", weights_}, {"samples", samples_}, {"points", points}};
    write_file_atomically(file_, json.dump(2) + "\n");
  }

 private:
  std::filesystem::path file_;
  std::string weights_;  // their fingerprint
  int64_t samples_;
  std::vector<MeasuredPoint> points_;
};

/// Whether the run draws tokens, so that there is something to sweep.
bool draws_tokens(const RunDirectory& run) { return run.spec().recipe.generator.output != "point"; }

}  // namespace

std::vector<MeasuredPoint> measure_frontier(const RunDirectory& run,
                                            const FrontierRequest& request) {
  return measure_frontier({&run, 1}, run.frontier(), request);
}

std::vector<MeasuredPoint> measure_frontier(std::span<const RunDirectory> ensemble,
                                            const std::filesystem::path& file,
                                            const FrontierRequest& request) {
  const RunDirectory& run = ensemble.front();
  std::vector<std::filesystem::path> weights;
  for (const RunDirectory& member : ensemble) weights.push_back(member.generator());
  KeptPoints kept(file, weights_in(weights), request.samples);
  std::vector<MeasuredPoint> points;
  std::optional<RunEvaluationRequest> evaluation;  // where all points are kept, nobody needs it
  for (const double value : request.values) {
    if (value != 1.0 && !draws_tokens(run)) continue;
    if (kept.at(request.sweep, value) == nullptr) {
      if (!evaluation) evaluation = evaluation_of(run, request.samples);
      evaluation->ensemble = ensemble.subspan(1);
      evaluation->sampling = sampling_at(request.sweep, value);
      MeasuredPoint point = measure(run, *evaluation);
      point.sweep = request.sweep;
      point.swept = value;
      kept.add(std::move(point));
    }
    points.push_back(*kept.at(request.sweep, value));
  }
  return points;
}

MeasuredPoint measure_resampled(const RunDirectory& start, const RunDirectory& run,
                                int64_t samples) {
  KeptPoints kept(run.resampled(), weights_in({start.generator(), run.checkpoint()}), samples);
  constexpr Sweep kAny = Sweep::kTemperature;  // at 1 all are the same
  if (kept.at(kAny, 1.0) == nullptr) {
    RunEvaluationRequest evaluation = evaluation_of(start, samples);
    evaluation.judge = Judging::kResample;
    evaluation.judge_run = &run;
    kept.add(measure(start, evaluation));
  }
  return *kept.at(kAny, 1.0);
}

}  // namespace lingan
