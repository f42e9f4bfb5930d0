/// The rewards of one SeqGAN generator step with torch alone: rivals of the library's.
#pragma once

#include <lingan/model/torch.h>

#include <bench/lib/reward_step.h>

namespace lingan::bench {

/// D's probability that each completion is real, [rollouts, B, T]: entry t is for the prefix of
/// t + 1 tokens, the last one for the sentence itself. TextGAN-PyTorch's order of work: each
/// rollout of each prefix is one run of the generator from the first token and one forward of the
/// discriminator; the whole sentence is scored each time, too.
/// @param rollouts  how many are computed; the others' rewards stay 0.
torch::Tensor naive_rewards(const RewardTask& task, int64_t rollouts = kRollouts);

/// How careful torch works.
struct CarefulTorch {
  int64_t sentences = 64;  ///< whose completions advance together, 16 * 19 rows each
  int64_t scored = 256;    ///< rows of one forward of D
  torch::ScalarType type = torch::kFloat32;  ///< of weights and activations
};
/// The same with care: states are kept, all rollouts of all prefixes advance together, tokens are
/// drawn by running sums, D is asked about many rows at once.
torch::Tensor careful_rewards(const RewardTask& task, const CarefulTorch& way);

/// The completions alone, of all prefixes of all sentences together: [19 * B * rollouts, T].
/// @param type  of weights and activations.
torch::Tensor careful_completions(const RewardTask& task, torch::ScalarType type);

/// Whether the library's rewards [B, T] and a rival's [rollouts, B, T] can be means of draws from
/// one distribution. @param what  for the check's text, written: the statistic.
bool same_distribution(const torch::Tensor& library, const torch::Tensor& rival);

}  // namespace lingan::bench
