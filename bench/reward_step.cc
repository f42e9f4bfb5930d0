/// The rewards of one SeqGAN generator step three ways: as the published programs compute them,
/// with care in batched torch, and by the engine, in float32 and, where the processor has it, in
/// bf16. `reward-step` has TextGAN-PyTorch's discriminator, with one matrix for transform and gate
/// of the highway layer (10.6 million multiply-adds a sentence); `reward-step-separate` has
/// SeqGAN's own, with two (13.5 million). Usage: bench_reward_step [THREADS]
#include <lingan/model/torch.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/synthetic_task.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/discriminator_scorer.h>

namespace {

using namespace lingan::bench;
using lingan::TokenBatch;
using lingan::engine::Precision;

// The published setting: Yu et al. 2017, synthetic data; Monte-Carlo search with 16 rollouts.
constexpr int64_t kBatch = 64;
constexpr int32_t kLength = 20;
constexpr int32_t kRollouts = 16;
constexpr int64_t kHidden = 32;
constexpr int64_t kFeatures = 1720;

struct Task {
  std::shared_ptr<lingan::Generator> generator;
  std::shared_ptr<lingan::Discriminator> discriminator;
  TokenBatch sentences;
  torch::Tensor tokens;  // [B, T]
};

// D's probability that each completion is real, [rollouts, B, T]: entry t is for the prefix of t +
// 1 tokens; the last one for the sentence itself.
torch::Tensor no_rewards() { return torch::zeros({kRollouts, kBatch, kLength}); }

torch::Tensor real_probability(const Task& task, const torch::Tensor& tokens) {
  return torch::sigmoid(discriminator_logits(*task.discriminator, tokens));
}

// Completes the first `given` tokens, which are fed again with all their projections.
torch::Tensor roll_out_naively(const Task& task, int32_t given) {
  torch::Tensor result = task.tokens.clone();
  std::vector<torch::Tensor> state = task.generator->initial_state(kBatch);
  torch::Tensor logits =
      feed(*task.generator, torch::full({kBatch}, kNoSpecials.bos, torch::kInt64), state);
  for (int32_t t = 0; t < kLength; ++t) {
    if (t >= given) result.select(1, t).copy_(draw_by_multinomial(logits));
    if (t + 1 < kLength) logits = feed(*task.generator, result.select(1, t), state);
    if (t + 1 < given) torch::log_softmax(logits, 1);
  }
  return result;
}

// TextGAN-PyTorch's order of work: each rollout of each prefix is one run of the generator from the
// first token and one forward of the discriminator; the whole sentence is scored each time, too.
torch::Tensor naive_rewards(const Task& task) {
  const torch::NoGradGuard no_grad;
  torch::Tensor rewards = no_rewards();
  for (int32_t rollout = 0; rollout < kRollouts; ++rollout) {
    for (int32_t given = 1; given <= kLength; ++given) {
      const torch::Tensor tokens = given < kLength ? roll_out_naively(task, given) : task.tokens;
      rewards[rollout].select(1, given - 1).copy_(real_probability(task, tokens));
    }
  }
  return rewards;
}

// Rows of all prefixes advance together from the states that the sentences left behind.
torch::Tensor batched_completions(const Task& task) {
  const auto spread = [](const torch::Tensor& x, int64_t dim) {
    return x.repeat_interleave(kRollouts, dim);
  };
  lingan::Generator& generator = *task.generator;
  std::vector<torch::Tensor> spine = generator.initial_state(kBatch);
  torch::Tensor logits =
      feed(generator, torch::full({kBatch}, kNoSpecials.bos, torch::kInt64), spine);
  logits = logits.slice(0, 0, 0);
  std::vector<torch::Tensor> state = {spine[0].slice(1, 0, 0), spine[1].slice(1, 0, 0)};
  torch::Tensor tokens = torch::zeros({0, kLength}, torch::kInt64);
  for (int32_t t = 1; t < kLength; ++t) {
    const torch::Tensor fresh = spread(feed(generator, task.tokens.select(1, t - 1), spine), 0);
    if (t > 1) logits = feed(generator, tokens.select(1, t - 1), state);
    logits = torch::cat({logits, fresh});
    tokens = torch::cat({tokens, spread(task.tokens, 0)});
    for (size_t i = 0; i < state.size(); ++i) {
      state[i] = torch::cat({state[i], spread(spine[i], 1)}, 1);
    }
    tokens.select(1, t).copy_(draw_by_inverse(logits));
  }
  return tokens;  // [(T - 1) * B * rollouts, T]
}

torch::Tensor batched_rewards(const Task& task) {
  const torch::NoGradGuard no_grad;
  constexpr int64_t kScoredAtOnce = 256;
  std::vector<torch::Tensor> scores;
  for (const auto& part : batched_completions(task).split(kScoredAtOnce)) {
    scores.push_back(real_probability(task, part));
  }
  torch::Tensor rewards = no_rewards();
  rewards.slice(2, 0, kLength - 1)
      .copy_(torch::cat(scores).view({kLength - 1, kBatch, kRollouts}).permute({2, 1, 0}));
  rewards.select(2, kLength - 1).copy_(real_probability(task, task.tokens));
  return rewards;
}

// What the engine's way hands on: `seen` may look at every chunk and its logits.
using Seen = std::function<void(const lingan::engine::Completions&, const torch::Tensor&)>;

// Weights are packed anew, as after each step of training.
torch::Tensor engine_rewards(const Task& task, Precision precision, const Seen& seen = {}) {
  const torch::NoGradGuard no_grad;
  torch::Tensor rewards = no_rewards();
  auto reward = rewards.accessor<float, 3>();
  const auto rollouts = task.generator->rollouts(kNoSpecials, precision);
  const auto scorer = task.discriminator->scorer(precision);
  lingan::engine::RolloutRequest request;
  request.rollouts = kRollouts;
  // Each precision draws from a stream of its own: common draws would not be independent.
  request.stream = {2, lingan::Purpose::kRollout, static_cast<uint32_t>(precision)};
  rollouts->complete(task.sentences, request, [&](const lingan::engine::Completions& completions) {
    const torch::Tensor logits = scorer->logits(completions, lingan::all_rows(completions.tokens));
    if (seen) seen(completions, logits);
    const torch::Tensor scores = torch::sigmoid(logits);
    const float* score = scores.const_data_ptr<float>();
    for (int64_t i = 0; i < completions.tokens.rows; ++i) {
      reward[completions.rollout(i)][completions.sentence(i)][completions.prefix_length(i) - 1] =
          score[i];
    }
  });
  rewards.select(2, kLength - 1)
      .copy_(torch::sigmoid(scorer->logits(lingan::hard_sentences(task.sentences))));
  return rewards;
}

// The largest differences of the engine's scores from the module's for the same completions.
struct ScoreError {
  double logit = 0;        // relative to the larger of 1 and the logit
  double probability = 0;  // of the rewards themselves
};

ScoreError largest_error(const Task& task, Precision precision) {
  const torch::NoGradGuard no_grad;
  ScoreError largest;
  engine_rewards(task, precision, [&](const auto& completions, const torch::Tensor& logits) {
    const torch::Tensor tokens = lingan::to_sentences(completions.tokens).tokens;
    for (int64_t begin = 0; begin < tokens.size(0); begin += 256) {
      const torch::Tensor expected =
          discriminator_logits(*task.discriminator, tokens.slice(0, begin, begin + 256));
      const torch::Tensor found = logits.slice(0, begin, begin + 256);
      const torch::Tensor error = (found - expected).abs() / expected.abs().clamp_min(1.0);
      const torch::Tensor reward_error = (torch::sigmoid(found) - torch::sigmoid(expected)).abs();
      largest.logit = std::max(largest.logit, error.max().item<double>());
      largest.probability = std::max(largest.probability, reward_error.max().item<double>());
    }
  });
  return largest;
}

// Mean over prefixes of the squared difference of two Monte-Carlo means in units of its standard
// error: close to 1 when both draw from the same distribution. Student's t with 30 degrees of
// freedom has variance 30/28; over 1216 prefixes its mean square strays from that by 0.05.
bool same_distribution(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor gap = (a.mean(0) - b.mean(0)).slice(1, 0, kLength - 1);
  const torch::Tensor variance = (a.var(0) + b.var(0)).slice(1, 0, kLength - 1) / kRollouts;
  const auto deviation = (gap.square() / variance).mean().item<double>();
  return deviation > 0.8 && deviation < 1.35;
}

Task make_task(const std::string& highway) {
  const GeneratorShape shape;
  Task task{make_generator(shape), make_discriminator(shape.vocabulary, kLength, highway), {}, {}};
  lingan::engine::SampleRequest request;
  request.rows = kBatch;
  request.length = kLength;
  request.stream = {3};
  task.sentences = task.generator->rollouts(kNoSpecials)->sample(request).tokens;
  task.tokens = lingan::to_sentences(task.sentences).tokens;
  return task;
}

// The products that no way can do without: output layers of all draws, highway matrices of all
// sentences.
Work least_work(int matrices) {
  constexpr double kDraws = kBatch * kRollouts * kLength * (kLength - 1) / 2.0;
  constexpr double kScored = kBatch * (kRollouts * (kLength - 1) + 1);
  return {kDraws * kHidden * 5000 + kScored * matrices * kFeatures * kFeatures, 0};
}

// @return the exit status.
int compare(const std::string& name, const std::string& highway) {
  const Task task = make_task(highway);
  Comparison comparison(name, least_work(highway == "shared" ? 1 : 2));
  const ScoreError error = largest_error(task, Precision::kFloat32);
  comparison.check(fmt::format("scores, largest error {:.1e},", error.logit), error.logit <= 1e-5);
  const torch::Tensor rewards = engine_rewards(task, Precision::kFloat32);
  comparison.ours(5, [&] { engine_rewards(task, Precision::kFloat32); });
  if (lingan::engine::has_bfloat16_products()) {
    const double rounded = largest_error(task, Precision::kBfloat16).probability;
    comparison.check(fmt::format("bf16 rewards, largest error {:.1e},", rounded), rounded <= 0.02);
    comparison.check("bf16 draws from one distribution,",
                     same_distribution(engine_rewards(task, Precision::kBfloat16), rewards));
    comparison.ours(
        5, [&] { engine_rewards(task, Precision::kBfloat16); }, "bf16");
  }
  // The rivals' rewards are by-products of timing them, looked at when it is over.
  torch::Tensor torch_rewards, naive;
  comparison.rival("torch", 1, [&] { torch_rewards = batched_rewards(task); });
  comparison.rival("naive", 1, [&] { naive = naive_rewards(task); });
  if (comparison.report() != 0) return comparison.status();
  comparison.check("torch draws from one distribution,", same_distribution(torch_rewards, rewards));
  comparison.check("naive draws from one distribution,", same_distribution(naive, rewards));
  return comparison.status();
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(argc, argv);
  const int status = compare("reward-step", "shared");
  return std::max(status, compare("reward-step-separate", "separate"));
}
