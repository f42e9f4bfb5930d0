#include <lingan/gan/strategies/reward.h>

#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// The mean over D's representations of a function of its raw outputs.
template <class Function>
SentenceValue of_outputs(const Function& function) {
  return {
      .of = [function](const torch::Tensor& outputs) { return per_sentence(function(outputs)); }};
}

}  // namespace

SentenceValue make_objective_reward(const RewardRequest& request) {
  return request.objective.reward(request.discriminator, request.real, request.fakes);
}

SentenceValue make_probability_reward(const RewardRequest&) {
  return of_outputs([](const torch::Tensor& c) { return torch::sigmoid(c); });
}

SentenceValue make_log_probability_reward(const RewardRequest&) {
  return of_outputs([](const torch::Tensor& c) { return torch::log_sigmoid(c); });
}

SentenceValue make_logit_reward(const RewardRequest&) {
  return of_outputs([](const torch::Tensor& c) { return c; });
}

SentenceValue make_ratio_reward(const RewardRequest& request) {
  const double bound = request.log_ratio_bound;
  return of_outputs([bound](const torch::Tensor& c) { return torch::exp(c.clamp_max(bound)); });
}

SentenceValue make_centred_reward(const RewardRequest&) {
  return of_outputs([](const torch::Tensor& c) { return torch::tanh(c / 2); });
}

}  // namespace lingan
