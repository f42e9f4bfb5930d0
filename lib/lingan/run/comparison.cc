#include <lingan/run/comparison.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/run/run_likelihood.h>
#include <lingan/run/run_sampler.h>

namespace lingan {
namespace {

void require_comparable(const ComparisonRequest& request) {
  if (request.recipes.empty()) throw UsageError("`recipes`: name at least one");
  if (request.seeds < 1) throw UsageError("`seeds`: at least one");
  for (size_t i = 0; i < request.recipes.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (request.recipes[i].name == request.recipes[j].name) {
        throw UsageError("`recipes`: two recipes are named " + request.recipes[i].name +
                         "; give one of the files another `name`");
      }
    }
  }
}

bool same_sentences(const TokenBatch& a, const TokenBatch& b) {
  return a.width == b.width && a.tokens == b.tokens && a.lengths == b.lengths;
}

/// The folder of one run: a new one, or the one that an earlier comparison left.
RunDirectory open_or_create(const ComparisonRequest& request, const Recipe& recipe, int seed) {
  const auto path = request.folder / recipe.name / fmt::format("seed-{}", seed);
  if (!RunDirectory::exists(path)) {
    RunSpec spec{recipe, static_cast<uint64_t>(seed), request.oracle, request.data.tokenizer,
                 request.data.train.width};
    return RunDirectory::create(path, spec, {request.data.train, request.data.validation});
  }
  RunDirectory run = RunDirectory::open(path);
  const RunSentences sentences = run.sentences();
  if (format_recipe(run.spec().recipe) != format_recipe(recipe) ||
      run.spec().seed != static_cast<uint64_t>(seed) ||
      !same_sentences(sentences.train, request.data.train) ||
      !same_sentences(sentences.validation, request.data.validation)) {
    throw UsageError(path.string() +
                     ": holds a run of another recipe, seed or corpus; name another `folder`");
  }
  return run;
}

std::vector<metrics::MetricValue> measure(const RunDirectory& run, const ComparisonRequest& request,
                                          int seed) {
  const SpecialTokens specials = request.data.tokenizer->specials();
  const TokenBatch& held_out = request.data.validation;
  RunSampleRequest drawn;
  drawn.sentences = request.samples;
  drawn.seed = static_cast<uint64_t>(seed);
  const TokenBatch samples = sample_run_rows(run, drawn);
  metrics::EvaluationRequest evaluation;
  evaluation.hypotheses = metrics::strip_specials(samples, specials);
  evaluation.training = metrics::strip_specials(request.data.train, specials);
  evaluation.metrics = {"self-bleu", "distinct-2", "unique", "novelty"};
  if (held_out.rows > 0) {
    evaluation.references = metrics::strip_specials(held_out, specials);
    evaluation.metrics.insert(evaluation.metrics.begin(), "bleu");
  }
  auto values = metrics::evaluate(evaluation);
  const auto likelihoods = run_likelihoods(run, held_out, samples);
  values.insert(values.end(), likelihoods.begin(), likelihoods.end());
  return values;
}

}  // namespace

Comparison compare_recipes(
    const ComparisonRequest& request,
    const std::function<double(const RunDirectory&, const std::string&)>& train) {
  require_comparable(request);
  Comparison comparison;
  for (const Recipe& recipe : request.recipes) {
    ComparedRecipe result{
        recipe.name, recipe.strategy.empty() ? "maximum-likelihood" : recipe.strategy, {}, {}};
    for (int seed = 1; seed <= request.seeds; ++seed) {
      const RunDirectory run = open_or_create(request, recipe, seed);
      result.seconds.push_back(train(run, fmt::format("{}/seed-{}", recipe.name, seed)));
      for (const auto& [name, value] : measure(run, request, seed)) {
        auto& order = comparison.metric_order;
        if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
        result.metrics[name].push_back(value);
      }
    }
    comparison.recipes.push_back(std::move(result));
  }
  return comparison;
}

MeanDeviation mean_deviation(const std::vector<double>& values) {
  MeanDeviation result;
  for (const double value : values) result.mean += value / static_cast<double>(values.size());
  if (values.size() < 2) return result;
  double squares = 0.0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  return result;
}

}  // namespace lingan
