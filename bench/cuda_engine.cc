/// The engine on a CUDA device beside the engine on the CPU: sampling, completions, the reward step
/// and n-gram counting; and training steps on the device beside libtorch's there.
/// Usage: bench_cuda_engine [THREADS]
#include <lingan/model/torch.h>

#include <ATen/Context.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/discriminator_step.h>
#include <bench/lib/likelihood_step.h>
#include <bench/lib/synthetic_task.h>
#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/model/compute_device.h>

namespace {

using namespace lingan::bench;
using lingan::Device;

constexpr int32_t kLength = 20;
constexpr int64_t kBatch = 64;
constexpr int32_t kRollouts = 16;
constexpr int kOrders = 5;

/// The same generator on both devices.
struct Pair {
  std::unique_ptr<lingan::engine::Rollouts> cuda, cpu;

  explicit Pair(const GeneratorShape& shape) {
    lingan::use_device(Device::kCuda);
    cuda = make_generator(shape)->rollouts(kNoSpecials);
    lingan::use_device(Device::kCpu);
    cpu = make_generator(shape)->rollouts(kNoSpecials);
  }
};

lingan::engine::Samples sample(const lingan::engine::Rollouts& rollouts, int64_t rows) {
  lingan::engine::SampleRequest request;
  request.rows = rows;
  request.length = kLength;
  request.stream = {3};
  return rollouts.sample(request);
}

/// The share of equal tokens.
double agreement(const std::vector<int32_t>& a, const std::vector<int32_t>& b) {
  int64_t equal = 0;
  for (size_t i = 0; i < a.size(); ++i) equal += a[i] == b[i];
  return static_cast<double>(equal) / static_cast<double>(a.size());
}

int compare_samples(const std::string& name, const GeneratorShape& shape, int64_t rows) {
  const Pair pair(shape);
  Comparison comparison(name);
  // One token that rounding moves changes the rest of its sentence.
  const double equal =
      agreement(sample(*pair.cuda, rows).tokens.tokens, sample(*pair.cpu, rows).tokens.tokens);
  comparison.check(fmt::format("share of equal tokens {:.4f}", equal), equal > 0.98);
  comparison.ours(5, [&] { sample(*pair.cuda, rows); });
  comparison.rival("cpu", 3, [&] { sample(*pair.cpu, rows); });
  return comparison.report();
}

lingan::engine::RolloutRequest rollout_request() {
  lingan::engine::RolloutRequest request;
  request.rollouts = kRollouts;
  request.stream = {5, lingan::Purpose::kRollout};
  return request;
}

void complete(const lingan::engine::Rollouts& rollouts, const lingan::TokenBatch& sentences) {
  rollouts.complete(sentences, rollout_request(), [](const auto&) {});
}

int compare_rollouts() {
  const Pair pair(GeneratorShape{});
  const lingan::TokenBatch sentences = sample(*pair.cpu, kBatch).tokens;
  Comparison comparison("cuda-rollouts");
  comparison.ours(5, [&] { complete(*pair.cuda, sentences); });
  comparison.rival("cpu", 3, [&] { complete(*pair.cpu, sentences); });
  return comparison.report();
}

/// SeqGAN's networks on one device.
class RewardStep {
 public:
  explicit RewardStep(Device device) : device_(device) {
    lingan::use_device(device_);
    generator_ = make_generator(GeneratorShape{});
    discriminator_ = make_discriminator(GeneratorShape{}.vocabulary, kLength, "shared");
    objective_ = lingan::make_objective("non-saturating");
  }

  /// Rewards [B, T] of sentences, on the CPU.
  torch::Tensor run(const lingan::TokenBatch& sentences) {
    lingan::use_device(device_);
    const lingan::Sentences real = lingan::to_sentences(sentences);
    const lingan::Rewarder rewarder(*discriminator_, *objective_, real,
                                    lingan::engine::Precision::kFloat32);
    const auto rollouts = generator_->rollouts(kNoSpecials);
    lingan::HardSentences given = lingan::hard_sentences(sentences);
    if (rollouts->on_device() != nullptr) {  // as if it had sampled them
      given.device_tokens = real.tokens.to(torch::kInt32);
      given.device_lengths = real.lengths.to(torch::kInt32);
      given.diverged = torch::zeros({1}, given.device_tokens.options());
    }
    return lingan::rollout_rewards(*rollouts, given, rollout_request(), rewarder).to(torch::kCPU);
  }

 private:
  Device device_;
  std::shared_ptr<lingan::Generator> generator_;
  std::shared_ptr<lingan::Discriminator> discriminator_;
  std::unique_ptr<lingan::Objective> objective_;
};

/// Completions, D's judgement of them, and their means.
int compare_reward_step() {
  const lingan::TokenBatch sentences = sample(*Pair(GeneratorShape{}).cpu, kBatch).tokens;
  RewardStep cuda(Device::kCuda), cpu(Device::kCpu);
  Comparison comparison("cuda-reward-step");
  // A token that rounding moves changes a completion, and that the mean of its prefix.
  const double difference = (cuda.run(sentences) - cpu.run(sentences)).abs().mean().item<double>();
  comparison.check(fmt::format("mean difference of rewards {:.1e}", difference), difference < 1e-3);
  comparison.ours(5, [&] { cuda.run(sentences); });
  comparison.rival("cpu", 3, [&] { cpu.run(sentences); });
  return comparison.report();
}

/// Steps of maximum likelihood and of SeqGAN's discriminator, beside libtorch on the same device.
int compare_training() {
  lingan::use_device(Device::kCuda);
  at::globalContext().setAllowTF32CuDNN(false);  // all in float32, ours and libtorch's
  DiscriminatorStep step;
  step.name = "cuda-d-step";
  step.network.vocabulary_size = GeneratorShape{}.vocabulary;
  step.network.length = kLength;
  step.network.highway = "shared";
  step.network.dropout = 0;
  step.objective = "minimax";
  step.real_sentences = kBatch / 2;
  step.fake_sentences = kBatch / 2;
  step.repetitions = 15;
  return compare_likelihood_step({"cuda-mle-step", 32, 15}, {}) |
         compare_likelihood_step({"cuda-mle-step-512", 512, 15}, {}) |
         compare_discriminator_step(step, {});
}

std::vector<int32_t> count_on_device(const lingan::metrics::SentenceList& sentences) {
  std::vector<int32_t> matches(static_cast<size_t>(sentences.size()) * kOrders);
  const lingan::engine::cuda::NgramJob job{sentences.ids.data(),
                                           sentences.offsets.data(),
                                           nullptr,
                                           sentences.size(),
                                           sentences.size(),
                                           1,
                                           kOrders,
                                           matches.data()};
  const auto& table = lingan::engine::cuda_table();
  lingan::engine::require_cuda(table, table.match_ngrams(&job));
  return matches;
}

int compare_ngrams() {
  const Pair pair(GeneratorShape{});
  const auto sentences =
      lingan::metrics::strip_specials(sample(*pair.cpu, 10000).tokens, kNoSpecials);
  Comparison comparison("cuda-self-bleu-counts");
  comparison.check("counts", count_on_device(sentences) ==
                                 lingan::metrics::match_others(sentences, kOrders).matches);
  comparison.ours(5, [&] { count_on_device(sentences); });
  comparison.rival("cpu", 3, [&] { lingan::metrics::match_others(sentences, kOrders); });
  return comparison.report();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    lingan::use_device(Device::kCuda);
    use_own_threads(argc > 1 ? std::atoi(argv[1]) : 0);
    return compare_samples("cuda-sample", {}, 10000) |
           compare_samples("cuda-sample-wide", {30000, 512, 512, 2}, 1024) | compare_rollouts() |
           compare_reward_step() | compare_training() | compare_ngrams();
  } catch (const lingan::Error& error) {
    std::fprintf(stderr, "bench_cuda_engine: %s\n", error.what());
    return 1;
  }
}
