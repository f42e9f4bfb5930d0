#include <bench/lib/reward_step.h>

#include <bench/lib/synthetic_task.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/sentences.h>

namespace lingan::bench {

RewardTask make_reward_task(const std::string& highway) {
  const GeneratorShape shape;
  RewardTask task{make_generator(shape),
                  make_discriminator(shape.vocabulary, kRewardLength, highway),
                  make_objective({}),
                  {}};
  engine::SampleRequest request;
  request.rows = kRewardBatch;
  request.length = kRewardLength;
  request.stream = {3};
  const auto stepper = task.generator->stepper();
  task.sentences =
      to_sentences(engine::RolloutEngine(*stepper, kNoSpecials).sample(request).tokens);
  return task;
}

engine::RolloutRequest reward_request(engine::Precision precision) {
  engine::RolloutRequest request;
  request.rollouts = kRollouts;
  request.stream = {2, Purpose::kRollout, static_cast<uint32_t>(precision)};
  return request;
}

torch::Tensor library_rewards(const RewardTask& task, engine::Precision precision) {
  const SentenceScorer scorer(*task.discriminator, *task.objective, task.sentences, precision);
  const auto stepper = task.generator->stepper(precision);
  const engine::RolloutEngine engine(*stepper, kNoSpecials);
  const torch::Tensor diverged =
      torch::zeros({1}, torch::dtype(torch::kInt32).device(compute_device()));
  return rollout_rewards(engine, task.sentences, reward_request(precision), scorer, diverged);
}

}  // namespace lingan::bench
