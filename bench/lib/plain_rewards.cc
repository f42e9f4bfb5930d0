#include <bench/lib/plain_rewards.h>

#include <cstdio>
#include <vector>

#include <bench/lib/plain_networks.h>

namespace lingan::bench {
namespace {

torch::Tensor no_rewards(const RewardTask& task) {
  return torch::zeros({kRollouts, kRewardBatch, kRewardLength},
                      task.sentences.sentences.tokens.options().dtype(torch::kFloat32));
}

torch::Tensor real_probability(PlainDiscriminator& discriminator, const torch::Tensor& tokens) {
  return torch::sigmoid(discriminator.logits(tokens));
}

// Completes the first `given` tokens, which are fed again with all their projections.
torch::Tensor roll_out_naively(const RewardTask& task, int32_t given) {
  torch::Tensor result = task.sentences.sentences.tokens.clone();
  const PlainGenerator generator(*task.generator);
  std::vector<torch::Tensor> state;
  torch::Tensor logits = generator.start(kRewardBatch, state);
  for (int32_t t = 0; t < kRewardLength; ++t) {
    if (t >= given) result.select(1, t).copy_(draw_by_multinomial(logits));
    if (t + 1 < kRewardLength) logits = generator.feed(result.select(1, t), state);
    if (t + 1 < given) torch::log_softmax(logits, 1);
  }
  return result;
}

// Rows of all prefixes advance together from the states that the sentences left behind:
// [(T - 1) * rows * rollouts, T].
torch::Tensor completions(const PlainGenerator& generator, const torch::Tensor& sentences) {
  const auto spread = [](const torch::Tensor& x, int64_t dim) {
    return x.repeat_interleave(kRollouts, dim);
  };
  std::vector<torch::Tensor> spine;
  torch::Tensor logits = generator.start(sentences.size(0), spine).slice(0, 0, 0);
  std::vector<torch::Tensor> state = {spine[0].slice(1, 0, 0), spine[1].slice(1, 0, 0)};
  torch::Tensor tokens = torch::zeros({0, kRewardLength}, sentences.options());
  for (int32_t t = 1; t < kRewardLength; ++t) {
    const torch::Tensor fresh = spread(generator.feed(sentences.select(1, t - 1), spine), 0);
    if (t > 1) logits = generator.feed(tokens.select(1, t - 1), state);
    logits = torch::cat({logits, fresh});
    tokens = torch::cat({tokens, spread(sentences, 0)});
    for (size_t i = 0; i < state.size(); ++i) {
      state[i] = torch::cat({state[i], spread(spine[i], 1)}, 1);
    }
    tokens.select(1, t).copy_(draw_by_inverse(logits));
  }
  return tokens;
}

}  // namespace

torch::Tensor naive_rewards(const RewardTask& task, int64_t rollouts) {
  const torch::NoGradGuard no_grad;
  PlainDiscriminator discriminator(*task.discriminator);
  torch::Tensor rewards = no_rewards(task);
  for (int64_t rollout = 0; rollout < rollouts; ++rollout) {
    for (int32_t given = 1; given <= kRewardLength; ++given) {
      const torch::Tensor tokens =
          given < kRewardLength ? roll_out_naively(task, given) : task.sentences.sentences.tokens;
      rewards[rollout].select(1, given - 1).copy_(real_probability(discriminator, tokens));
    }
  }
  return rewards;
}

torch::Tensor careful_rewards(const RewardTask& task, const CarefulTorch& way) {
  const torch::NoGradGuard no_grad;
  const PlainGenerator generator(*task.generator, way.type);
  PlainDiscriminator discriminator(*task.discriminator, way.type);
  const torch::Tensor& all = task.sentences.sentences.tokens;
  torch::Tensor rewards = no_rewards(task);
  for (int64_t begin = 0; begin < kRewardBatch; begin += way.sentences) {
    const torch::Tensor sentences = all.slice(0, begin, begin + way.sentences);
    std::vector<torch::Tensor> scores;
    for (const auto& part : completions(generator, sentences).split(way.scored)) {
      scores.push_back(real_probability(discriminator, part));
    }
    rewards.slice(1, begin, begin + way.sentences)
        .slice(2, 0, kRewardLength - 1)
        .copy_(torch::cat(scores)
                   .view({kRewardLength - 1, sentences.size(0), kRollouts})
                   .permute({2, 1, 0}));
  }
  rewards.select(2, kRewardLength - 1).copy_(real_probability(discriminator, all));
  return rewards;
}

torch::Tensor careful_completions(const RewardTask& task, torch::ScalarType type) {
  const torch::NoGradGuard no_grad;
  return completions(PlainGenerator(*task.generator, type), task.sentences.sentences.tokens);
}

// The squared difference of two Monte-Carlo means in units of its standard error, averaged over
// prefixes. Student's t with 15 degrees of freedom has variance 15/13; over 1216 prefixes its mean
// square strays from that by 0.05.
bool same_distribution(const torch::Tensor& library, const torch::Tensor& rival) {
  const torch::Tensor gap = (library - rival.mean(0)).slice(1, 0, kRewardLength - 1);
  const torch::Tensor variance = 2 * rival.var(0).slice(1, 0, kRewardLength - 1) / kRollouts;
  const auto deviation = (gap.square() / variance).mean().item<double>();
  std::fprintf(stderr, "mean square of standardized differences %.3f\n", deviation);
  return deviation > 0.9 && deviation < 1.45;
}

}  // namespace lingan::bench
