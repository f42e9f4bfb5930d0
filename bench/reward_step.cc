// The rewards of one SeqGAN generator step three ways: as the published programs compute them, with
// care in batched torch, and by the engine. Rewards must agree before their times are printed.
//
//   bench_reward_step [threads] [engine repeats]
//
// prints lines `reward-step NAME RATIO SECONDS ENGINE_SECONDS` and the engine's parts.
#include <ATen/Parallel.h>
#include <lingan/model/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/engine/rollout.h>
#include <lingan/model/completion_scorer.h>
#include <lingan/model/generator.h>

namespace {

using lingan::TokenBatch;

// The published setting: Yu et al. 2017, synthetic data; Monte-Carlo search with 16 rollouts.
constexpr int64_t kBatch = 64;
constexpr int32_t kLength = 20;
constexpr int32_t kRollouts = 16;
constexpr int64_t kVocabulary = 5000;
constexpr lingan::SpecialTokens kSpecials = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};

double seconds() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

struct Models {
  std::shared_ptr<lingan::Generator> generator;
  std::shared_ptr<lingan::Discriminator> discriminator;
};

Models make_models() {
  lingan::GeneratorOptions generator;
  generator.vocabulary_size = kVocabulary;
  generator.initial_range = 1.0;
  generator.specials = kSpecials;
  lingan::DiscriminatorOptions discriminator;
  discriminator.vocabulary_size = kVocabulary;
  discriminator.length = kLength;
  discriminator.specials = kSpecials;
  const lingan::RandomStream stream{1, lingan::Purpose::kInitialize};
  Models models{lingan::make_generator(generator, stream),
                lingan::make_discriminator(discriminator, stream)};
  models.generator->eval();
  models.discriminator->eval();
  return models;
}

// D's probability that each completion is real, [rollouts, B, T]: entry t is for the prefix of t +
// 1 tokens; the last one for the sentence itself.
torch::Tensor no_rewards() { return torch::zeros({kRollouts, kBatch, kLength}); }

torch::Tensor module_logits(const Models& models, const torch::Tensor& tokens) {
  lingan::Sentences sentences;
  sentences.tokens = tokens;
  return models.discriminator->logits(sentences);
}

torch::Tensor real_probability(const Models& models, const torch::Tensor& tokens) {
  return torch::sigmoid(module_logits(models, tokens));
}

// One token for each row of logits, as the published programs draw it.
torch::Tensor draw_by_multinomial(const torch::Tensor& logits) {
  return torch::multinomial(torch::exp(torch::log_softmax(logits, 1)), 1).squeeze(1);
}

torch::Tensor feed(const Models& models, const torch::Tensor& tokens,
                   std::vector<torch::Tensor>& state) {
  return models.generator->step(torch::embedding(models.generator->embeddings(), tokens), state);
}

// Completes the first `given` tokens, which are fed again with all their projections.
torch::Tensor roll_out_naively(const Models& models, const torch::Tensor& sentences,
                               int32_t given) {
  torch::Tensor result = sentences.clone();
  std::vector<torch::Tensor> state = models.generator->initial_state(kBatch);
  torch::Tensor logits = feed(models, torch::full({kBatch}, kSpecials.bos, torch::kInt64), state);
  for (int32_t t = 0; t < kLength; ++t) {
    if (t >= given) result.select(1, t).copy_(draw_by_multinomial(logits));
    if (t + 1 < kLength) logits = feed(models, result.select(1, t), state);
    if (t + 1 < given) torch::log_softmax(logits, 1);
  }
  return result;
}

// TextGAN-PyTorch's order of work: each rollout of each prefix is one run of the generator from the
// first token and one forward of the discriminator; the whole sentence is scored each time, too.
torch::Tensor naive_rewards(const Models& models, const torch::Tensor& sentences) {
  torch::Tensor rewards = no_rewards();
  for (int32_t rollout = 0; rollout < kRollouts; ++rollout) {
    for (int32_t given = 1; given <= kLength; ++given) {
      const torch::Tensor tokens =
          given < kLength ? roll_out_naively(models, sentences, given) : sentences;
      rewards[rollout].select(1, given - 1).copy_(real_probability(models, tokens));
    }
  }
  return rewards;
}

torch::Tensor draw_by_inverse(const torch::Tensor& logits) {
  const torch::Tensor sums = torch::softmax(logits, 1).cumsum(1);
  const torch::Tensor drawn = torch::searchsorted(sums, torch::rand({logits.size(0), 1}));
  return drawn.squeeze(1).clamp_max(kVocabulary - 1);
}

// Rows of all prefixes advance together from the states that the sentences left behind.
torch::Tensor batched_completions(const Models& models, const torch::Tensor& sentences) {
  const auto spread = [](const torch::Tensor& x, int64_t dim) {
    return x.repeat_interleave(kRollouts, dim);
  };
  std::vector<torch::Tensor> spine = models.generator->initial_state(kBatch);
  feed(models, torch::full({kBatch}, kSpecials.bos, torch::kInt64), spine);
  std::vector<torch::Tensor> state = {spine[0].slice(1, 0, 0), spine[1].slice(1, 0, 0)};
  torch::Tensor tokens = torch::zeros({0, kLength}, torch::kInt64);
  torch::Tensor logits = torch::zeros({0, kVocabulary});
  for (int32_t t = 1; t < kLength; ++t) {
    const torch::Tensor fresh = spread(feed(models, sentences.select(1, t - 1), spine), 0);
    if (t > 1) logits = feed(models, tokens.select(1, t - 1), state);
    logits = torch::cat({logits, fresh});
    tokens = torch::cat({tokens, spread(sentences, 0)});
    for (size_t i = 0; i < state.size(); ++i) {
      state[i] = torch::cat({state[i], spread(spine[i], 1)}, 1);
    }
    tokens.select(1, t).copy_(draw_by_inverse(logits));
  }
  return tokens;  // [(T - 1) * B * rollouts, T]
}

torch::Tensor batched_rewards(const Models& models, const torch::Tensor& sentences) {
  constexpr int64_t kScoredAtOnce = 256;
  std::vector<torch::Tensor> scores;
  for (const auto& part : batched_completions(models, sentences).split(kScoredAtOnce)) {
    scores.push_back(real_probability(models, part));
  }
  torch::Tensor rewards = no_rewards();
  rewards.slice(2, 0, kLength - 1)
      .copy_(torch::cat(scores).view({kLength - 1, kBatch, kRollouts}).permute({2, 1, 0}));
  rewards.select(2, kLength - 1).copy_(real_probability(models, sentences));
  return rewards;
}

struct EngineRun {
  torch::Tensor rewards;        // [rollouts, B, T]
  double total = 0;             // seconds, weights' packing included
  double scoring = 0;           // seconds of it in the discriminator
  double score_difference = 0;  // from the module's logits of the same completions
};

// Largest difference of scores, relative to the larger of 1 and the score.
double difference(const Models& models, const lingan::engine::Completions& completions,
                  const torch::Tensor& logits) {
  double largest = 0;
  const torch::Tensor tokens = lingan::to_sentences(completions.tokens).tokens;
  for (int64_t begin = 0; begin < tokens.size(0); begin += 256) {
    const torch::Tensor expected = module_logits(models, tokens.slice(0, begin, begin + 256));
    const torch::Tensor error = (logits.slice(0, begin, begin + 256) - expected).abs();
    largest = std::max(largest, (error / expected.abs().clamp_min(1.0)).max().item<double>());
  }
  return largest;
}

EngineRun engine_rewards(const Models& models, const TokenBatch& sentences, bool compare) {
  EngineRun run{no_rewards()};
  auto rewards = run.rewards.accessor<float, 3>();
  const double start = seconds();
  const auto stepper = models.generator->stepper();
  const lingan::engine::RolloutEngine engine(*stepper, kSpecials);
  const lingan::CompletionScorer scorer(*models.discriminator);
  lingan::engine::RolloutRequest request;
  request.rollouts = kRollouts;
  request.stream = {2, lingan::Purpose::kRollout};
  engine.complete(sentences, request, [&](const lingan::engine::Completions& completions) {
    const double before = seconds();
    const torch::Tensor logits = scorer.logits(completions);
    const torch::Tensor scores = torch::sigmoid(logits);
    run.scoring += seconds() - before;
    if (compare)
      run.score_difference =
          std::max(run.score_difference, difference(models, completions, logits));
    const float* score = scores.const_data_ptr<float>();
    for (int64_t i = 0; i < completions.tokens.rows; ++i) {
      rewards[completions.rollout[i]][completions.sentence[i]][completions.prefix_length[i] - 1] =
          score[i];
    }
  });
  const double before = seconds();
  run.rewards.select(2, kLength - 1).copy_(torch::sigmoid(scorer.logits(sentences)));
  run.scoring += seconds() - before;
  run.total = seconds() - start;
  return run;
}

// Mean over prefixes of the squared difference of two Monte-Carlo means in units of its standard
// error: close to 1 when both draw from the same distribution.
double squared_deviation(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor gap = (a.mean(0) - b.mean(0)).slice(1, 0, kLength - 1);
  const torch::Tensor variance = (a.var(0) + b.var(0)).slice(1, 0, kLength - 1) / kRollouts;
  return (gap.square() / variance).mean().item<double>();
}

// Student's t with 30 degrees of freedom has variance 30/28; over 1216 prefixes its mean square
// strays from that by 0.05 (one standard deviation).
bool agree(const char* name, const torch::Tensor& rewards, const torch::Tensor& engine) {
  const double deviation = squared_deviation(rewards, engine);
  const torch::Tensor last = (rewards - engine).select(2, kLength - 1).abs().max();
  const bool same = deviation > 0.8 && deviation < 1.35 && last.item<double>() < 1e-5;
  std::printf("check %s: squared deviation %.3f, whole sentences differ by %.1e: %s\n", name,
              deviation, last.item<double>(), same ? "agree" : "DISAGREE");
  return same;
}

}  // namespace

int main(int argc, char** argv) {
  lingan::set_thread_count(argc > 1 ? std::atoi(argv[1]) : 0);
  const int repeats = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  at::set_num_threads(lingan::thread_count());
  torch::manual_seed(1);
  const torch::NoGradGuard no_grad;
  const Models models = make_models();
  const auto stepper = models.generator->stepper();
  lingan::engine::SampleRequest request;
  request.rows = kBatch;
  request.length = kLength;
  request.stream = {3};
  const TokenBatch sentences =
      lingan::engine::RolloutEngine(*stepper, kSpecials).sample(request).tokens;
  const torch::Tensor tokens = lingan::to_sentences(sentences).tokens;

  const EngineRun compared = engine_rewards(models, sentences, true);
  const bool equal = compared.score_difference <= 1e-5;
  std::printf("check scores: differ from the module's by %.1e: %s\n", compared.score_difference,
              equal ? "agree" : "DISAGREE");
  std::vector<double> totals, scorings, rollouts;
  for (int i = 0; i < repeats; ++i) {
    const EngineRun run = engine_rewards(models, sentences, false);
    totals.push_back(run.total);
    scorings.push_back(run.scoring);
    rollouts.push_back(run.total - run.scoring);
  }
  const auto median = [](std::vector<double> x) {
    std::sort(x.begin(), x.end());
    return x[x.size() / 2];
  };
  const double engine = median(totals);
  std::printf("threads %d\nengine total %.3f (min %.3f) rollouts %.3f scoring %.3f s\n",
              lingan::thread_count(), engine, *std::min_element(totals.begin(), totals.end()),
              median(rollouts), median(scorings));

  bool good = equal;
  const auto race = [&](const char* name, auto&& way) {
    const double start = seconds();
    const torch::Tensor rewards = way(models, tokens);
    const double taken = seconds() - start;
    good = agree(name, rewards, compared.rewards) && good;
    std::printf("reward-step %s %.1f %.3f %.3f\n", name, taken / engine, taken, engine);
  };
  race("torch", batched_rewards);
  race("naive", naive_rewards);
  return good ? 0 : 1;
}
