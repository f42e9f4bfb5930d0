#include <lingan/run/evaluation/run_divergences.h>

#include <limits>

#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/metrics/divergences/divergences.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/signature.h>
#include <lingan/run/evaluation/true_distribution.h>

namespace lingan {
namespace {

void require_exact(const engine::Rollouts& rollouts, const RunSpec& spec) {
  if (!rollouts.has_likelihood()) {
    throw metrics::NoValue("the generator gives no sentence a probability");
  }
  if (spec.recipe.generator.latent_width > 0) {
    throw metrics::NoValue("the likelihood of a generator with latent codes is not exact");
  }
  if (writes_by_label(spec.recipe)) {
    throw metrics::NoValue("the generator has a distribution for each label");
  }
  if (reads_sources(spec.recipe)) {
    throw metrics::NoValue("the generator has a distribution for each source");
  }
}

metrics::DrawnLikelihoods draw(const engine::Rollouts& rollouts, const TrueDistribution& truth,
                               const DivergenceRequest& request) {
  const TrueSentences real = truth.draw(request.samples.rows, request.seed);
  metrics::DrawnLikelihoods drawn{
      .of_p = {.p = real.log_probabilities, .q = sentence_log_probabilities(rollouts, real.rows)},
      .of_q = {.p = truth.log_probabilities(request.samples),
               .q = sentence_log_probabilities(rollouts, request.samples)}};
  drawn.of_p.q.resize(drawn.of_p.p.size(), -std::numeric_limits<double>::infinity());
  return drawn;
}

}  // namespace

std::vector<metrics::MetricValue> run_divergences(const engine::Rollouts& rollouts,
                                                  const RunSpec& spec,
                                                  const DivergenceRequest& request,
                                                  const std::vector<std::string>& names) {
  std::vector<metrics::MetricValue> values;
  try {
    require_exact(rollouts, spec);
    const auto truth = true_distribution(spec, request.grammar);
    const metrics::DrawnLikelihoods drawn = draw(rollouts, *truth, request);
    const std::string signature =
        metrics::divergence_signature(request.samples.rows, truth->name(), spec.length);
    for (const std::string& name : names) {
      values.push_back(metrics::value_or_reason(
          metrics::parse_metric(name, 1).front(), [&]() -> metrics::MetricValue {
            return {
                .name = name, .value = metrics::divergence(name, drawn), .signature = signature};
          }));
    }
  } catch (const metrics::NoValue& reason) {
    for (const std::string& name : names) {
      values.push_back(
          {.name = name, .value = std::numeric_limits<double>::quiet_NaN(), .note = reason.what()});
    }
  }
  return values;
}

}  // namespace lingan
