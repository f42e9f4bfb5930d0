#include <lingan/gan/strategies/reward.h>

#include <lingan/gan/objectives/output_objective.h>

namespace lingan {

SentenceValue make_objective_reward(const RewardRequest& request) {
  return request.objective.reward(request.discriminator, request.real, request.fakes);
}

SentenceValue make_probability_reward(const RewardRequest& request) {
  return value_of_outputs(request.discriminator,
                          [](const torch::Tensor& c) { return torch::sigmoid(c); });
}

SentenceValue make_log_probability_reward(const RewardRequest& request) {
  return value_of_outputs(request.discriminator,
                          [](const torch::Tensor& c) { return torch::log_sigmoid(c); });
}

SentenceValue make_logit_reward(const RewardRequest& request) {
  return value_of_outputs(request.discriminator, [](const torch::Tensor& c) { return c; });
}

SentenceValue make_ratio_reward(const RewardRequest& request) {
  const double bound = request.log_ratio_bound;
  return value_of_outputs(request.discriminator, [bound](const torch::Tensor& c) {
    return torch::exp(c.clamp_max(bound));
  });
}

SentenceValue make_centred_reward(const RewardRequest& request) {
  return value_of_outputs(request.discriminator,
                          [](const torch::Tensor& c) { return torch::tanh(c / 2); });
}

}  // namespace lingan
