#include <lingan/run/evaluation/evaluation_sampling.h>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/metrics/likelihood.h>

namespace lingan {
namespace {

const char* name_of_cut(const engine::SamplingOptions& sampling) {
  return sampling.greedy ? "`greedy`" : sampling.top_k > 0 ? "`top_k`" : "`top_p`";
}

[[noreturn]] void refuse(const RunEvaluationRequest& request, const std::string& metric) {
  if (request.judge) {
    throw UsageError(
        "`judge`: the probability of what a discriminator chooses is not known, so there is no " +
        metric + "; leave one of the two out");
  }
  throw UsageError(fmt::format(
      "{}: where tokens are cut off, real text may have no probability at all, so there is no {}; "
      "leave one of the two out, or use `temperature` instead",
      name_of_cut(request.sampling), metric));
}

}  // namespace

bool has_likelihoods(const RunEvaluationRequest& request) {
  return !request.judge && !request.sampling.is_cut();
}

void require_named_likelihoods(const RunEvaluationRequest& request) {
  if (has_likelihoods(request)) return;
  for (const std::string& name : request.options.metrics) {
    const auto metric = metrics::parse_metric(name, request.options.max_order).front();
    if (metrics::is_under_generator(*metric.card)) refuse(request, name);
  }
}

std::string sampling_signature(const RunEvaluationRequest& request) {
  const engine::SamplingOptions& sampling = request.sampling;
  std::string text;
  if (sampling.temperature != 1.0) text += fmt::format("temperature:{}|", sampling.temperature);
  if (sampling.top_k > 0) text += fmt::format("top-k:{}|", sampling.top_k);
  if (sampling.top_p < 1.0) text += fmt::format("top-p:{}|", sampling.top_p);
  if (sampling.greedy) text += "greedy:yes|";
  if (!request.judge) return text;
  return text + fmt::format("judge:{}|", kJudgings.at(static_cast<size_t>(*request.judge)));
}

}  // namespace lingan
