#include <bench/lib/reward_step.h>

#include <bench/lib/synthetic_task.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan::bench {

RewardTask make_reward_task(const std::string& highway) {
  const GeneratorShape shape;
  RewardTask task{make_generator(shape),
                  make_discriminator(shape.vocabulary, kRewardLength, highway),
                  {.of = [](const torch::Tensor& outputs) { return torch::sigmoid(outputs); }},
                  {}};
  engine::SampleRequest request;
  request.rows = kRewardBatch;
  request.length = kRewardLength;
  request.stream = {3};
  task.sentences = hard_sentences(task.generator->rollouts(kNoSpecials)->sample(request).tokens);
  return task;
}

Work least_reward_work(int matrices) {
  constexpr double kVocabulary = GeneratorShape{}.vocabulary, kHidden = GeneratorShape{}.hidden;
  constexpr double kFeatures = 1720;
  constexpr double kDraws = kRewardBatch * kRollouts * kRewardLength * (kRewardLength - 1) / 2.0;
  constexpr double kScored = kRewardBatch * (kRollouts * (kRewardLength - 1) + 1);
  return {kDraws * kHidden * kVocabulary + kScored * matrices * kFeatures * kFeatures, 0};
}

engine::RolloutRequest reward_request(engine::Precision precision) {
  engine::RolloutRequest request;
  request.rollouts = kRollouts;
  request.stream = {2, Purpose::kRollout, static_cast<uint32_t>(precision)};
  return request;
}

torch::Tensor library_rewards(const RewardTask& task, engine::Precision precision) {
  const Rewarder rewarder(*task.discriminator, task.reward, precision);
  const auto rollouts = task.generator->rollouts(kNoSpecials, precision);
  return rollout_rewards(*rollouts, task.sentences, reward_request(precision), rewarder);
}

}  // namespace lingan::bench
