#include <lingan/gan/strategies/reward.h>

#include <utility>

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

SentenceValue reward_of_label(SentenceValue reward, Discriminator& discriminator, int64_t label) {
  return {.by_features = true,
          .of = [reward = std::move(reward), &discriminator, label](const torch::Tensor& features) {
            const auto logits = discriminator.class_logits(features);
            const auto before = logits.narrow(1, 0, label);
            const auto after = logits.slice(1, label + 1);
            return reward(logits.select(1, label) - torch::cat({before, after}, 1).logsumexp(1));
          }};
}

}  // namespace lingan
