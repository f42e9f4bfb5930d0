/// The rewards of one SeqGAN generator step, by the library's own functions, for the benches.
#pragma once

#include <memory>
#include <string>

#include <lingan/model/torch.h>

#include <bench/lib/comparison.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/sentence_value.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan::bench {

// The published setting: Yu et al. 2017, synthetic data; Monte-Carlo search with 16 rollouts.
constexpr int64_t kRewardBatch = 64;
constexpr int32_t kRewardLength = 20;
constexpr int32_t kRollouts = 16;

/// SeqGAN's networks and a batch of G's sentences, on the compute device.
struct RewardTask {
  std::shared_ptr<Generator> generator;
  std::shared_ptr<Discriminator> discriminator;
  SentenceValue reward;     ///< SeqGAN's: the probability of being real
  HardSentences sentences;  ///< [B, T]
};
/// @param highway  as DiscriminatorOptions::highway.
RewardTask make_reward_task(const std::string& highway);

/// What completes the sentences: each precision draws from a stream of its own.
engine::RolloutRequest reward_request(engine::Precision precision);

/// The products that no way can do without: output layers of all draws, highway matrices of all
/// sentences. @param matrices  of the highway layer: `shared` has 1, `separate` 2.
Work least_reward_work(int matrices);

/// Rewards [B, T] of the task's sentences as the strategy `policy-gradient` asks for them, with
/// weights packed anew as after each step of training.
torch::Tensor library_rewards(const RewardTask& task, engine::Precision precision);

}  // namespace lingan::bench
