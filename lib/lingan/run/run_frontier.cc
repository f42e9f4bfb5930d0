#include <lingan/run/run_frontier.h>

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
#include <lingan/run/run_evaluation.h>
#include <lingan/run/run_likelihood.h>
#include <lingan/run/run_sampler.h>

namespace lingan {
namespace {

using Json = nlohmann::ordered_json;
using metrics::MetricValue;

std::vector<std::string> metrics_of_samples(bool holds_out) {
  std::vector<std::string> names = {"self-bleu", "distinct-2", "unique", "novelty"};
  if (holds_out) names.insert(names.begin(), "bleu");
  return names;
}

bool holds_out(const RunSentences& sentences) {
  return sentences.test.rows > 0 || sentences.validation.rows > 0;
}

/// All metrics at temperature 1.
std::vector<MetricValue> measure_at_one(const RunDirectory& run, int64_t samples) {
  RunEvaluationRequest evaluation{.samples = samples, .seed = run.spec().seed};
  const bool has_text = holds_out(run.sentences());
  auto& names = evaluation.options.metrics = metrics_of_samples(has_text);
  if (has_text) names.insert(names.end(), {"nll-gen", "nll-gen-padded", "perplexity"});
  names.emplace_back("nll-div");
  if (!run.spec().oracle.empty()) names.emplace_back("nll-oracle");
  if (!run.spec().oracle.empty() && has_text) names.emplace_back("nll-oracle-real");
  return evaluate_run(run, evaluation);
}

/// The sentences that are measured: those that evaluate_run draws.
TokenBatch draw(const RunDirectory& run, int64_t samples, double temperature) {
  engine::SampleRequest request;
  request.rows = samples;
  request.length = run.spec().length;
  request.stream = {run.spec().seed, Purpose::kEvaluate, 0};
  request.options.temperature = temperature;
  const auto generator = run.load_generator();
  return sampling_rollouts(*generator, run.spec(), {})->sample(request).tokens;
}

/// Those of samples that were drawn at another temperature.
std::vector<MetricValue> measure_other(const RunDirectory& run, const TokenBatch& drawn) {
  const RunSpec& spec = run.spec();
  const SpecialTokens& specials = spec.tokenizer->specials();
  const RunSentences own = run.sentences();
  const TokenBatch& real = own.test.rows > 0 ? own.test : own.validation;
  metrics::EvaluationSentences sentences{.hypotheses = metrics::strip_specials(drawn, specials),
                                         .training = metrics::strip_specials(own.train, specials),
                                         .tokenization = std::string(spec.tokenizer->kind())};
  metrics::UnknownWords unknown(specials.unk, spec.tokenizer->size());
  if (holds_out(own)) {
    sentences.references = metrics::strip_specials(real, specials);
    unknown.separate(*sentences.references);
  }
  unknown.separate(*sentences.training);
  auto values = metrics::evaluate(sentences, {.metrics = metrics_of_samples(holds_out(own))});
  if (spec.oracle.empty()) return values;
  const auto scoring = run.load_generator()->rollouts(specials);
  const auto of_oracle =
      run_likelihoods(*scoring, spec, {.real = real, .samples = drawn}, {"nll-oracle"});
  values.insert(values.end(), of_oracle.begin(), of_oracle.end());
  return values;
}

MeasuredPoint measure(const RunDirectory& run, int64_t samples, double temperature) {
  const TokenBatch drawn = draw(run, samples, temperature);
  const auto words = metrics::strip_specials(drawn, run.spec().tokenizer->specials());
  return {.temperature = temperature,
          .values = temperature == 1.0 ? measure_at_one(run, samples) : measure_other(run, drawn),
          .mean_tokens = static_cast<double>(words.tokens()) / static_cast<double>(words.size())};
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
  return {{"temperature", as_number(point.temperature)},
          {"mean-tokens", as_number(point.mean_tokens)},
          {"values", values}};
}

double number_in(const nlohmann::json& object, const std::string& key) {
  if (!object.at(key).is_string()) return json_value<double>(object, key);
  return std::strtod(object.at(key).get<std::string>().c_str(), nullptr);
}

MeasuredPoint point_in(const nlohmann::json& json) {
  MeasuredPoint point{.temperature = number_in(json, "temperature"),
                      .values = {},
                      .mean_tokens = number_in(json, "mean-tokens")};
  for (const auto& value : json.at("values")) {
    point.values.push_back({.name = json_value<std::string>(value, "metric"),
                            .value = number_in(value, "value"),
                            .note = json_value(value, "note", std::string()),
                            .signature = json_value(value, "signature", std::string())});
  }
  return point;
}

/// The points that are kept in a run's folder.
class KeptPoints {
 public:
  /// Reads those that are of the same weights and number of samples; a file that is spoiled is as
  /// none.
  KeptPoints(const RunDirectory& run, int64_t samples)
      : file_(run.frontier()),
        weights_(fingerprint(*open_input(run.generator()), run.generator().string())),
        samples_(samples) {
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

  /// Null: it is not among them.
  const MeasuredPoint* at(double temperature) const {
    const auto point = std::ranges::find(points_, temperature, &MeasuredPoint::temperature);
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

/// Whether the run draws tokens, so that there is a temperature.
bool draws_tokens(const RunDirectory& run) { return run.spec().recipe.generator.output != "point"; }

}  // namespace

std::vector<MeasuredPoint> measure_frontier(const RunDirectory& run,
                                            const FrontierRequest& request) {
  KeptPoints kept(run, request.samples);
  std::vector<MeasuredPoint> points;
  for (const double temperature : request.temperatures) {
    if (temperature != 1.0 && !draws_tokens(run)) continue;
    if (kept.at(temperature) == nullptr) kept.add(measure(run, request.samples, temperature));
    points.push_back(*kept.at(temperature));
  }
  return points;
}

}  // namespace lingan
