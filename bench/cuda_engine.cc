/// The engine on a CUDA device beside rivals on the same device, and beside the engine on the CPU:
/// sampling, completions, the rewards of a SeqGAN step, training steps, n-gram counts. Rivals are
/// the published order of work (`naive`) and careful torch in float32, TF32 and bf16. Usage:
/// bench_cuda_engine [cuda|cpu]: `cpu` is to try the program where no device is.
#include <lingan/model/torch.h>

#include <cstdio>
#include <exception>
#include <string>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/device_rivals.h>
#include <bench/lib/discriminator_step.h>
#include <bench/lib/engine_samples.h>
#include <bench/lib/likelihood_step.h>
#include <bench/lib/plain_rewards.h>
#include <bench/lib/plain_samples.h>
#include <bench/lib/reward_step.h>
#include <bench/lib/synthetic_task.h>
#include <bench/lib/torch_precision.h>
#include <lingan/base/error.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/model/compute_device.h>

namespace {

using namespace lingan::bench;
using lingan::engine::Precision;

constexpr int kOrders = 5;
constexpr int64_t kScoredAtOnce = 8192;  // by careful torch's discriminator

std::shared_ptr<lingan::Generator> generator_on_cpu(const GeneratorShape& shape) {
  const OnCpu cpu;
  return make_generator(shape);
}

std::vector<TorchPrecision> all_precisions() {
  return {kTorchPrecisions.begin(), kTorchPrecisions.end()};
}

/// The share of equal tokens.
double agreement(const lingan::TokenBatch& a, const lingan::TokenBatch& b) {
  int64_t equal = 0;
  for (size_t i = 0; i < a.tokens.size(); ++i) equal += a.tokens[i] == b.tokens[i];
  return static_cast<double>(equal) / static_cast<double>(a.tokens.size());
}

struct Sampling {
  std::string name;
  GeneratorShape shape;
  int64_t sentences;
  int32_t length;
  int64_t naive_batch, careful_batch;

  Work work() const {
    const auto h = static_cast<double>(shape.hidden), v = static_cast<double>(shape.vocabulary);
    const auto layers = static_cast<double>(shape.layers);
    // Input products of the first layer come from a table, one row for each type.
    return {static_cast<double>(sentences * length) * (h * v + 4 * h * h * (2 * layers - 1)), 0};
  }
};

int compare_samples(const Sampling& job) {
  const auto cpu = generator_on_cpu(job.shape);
  const auto generator = make_generator(job.shape);
  const auto sample = [&job](const lingan::Generator& from) {
    return sample_by_engine(from, job.sentences, job.length).tokens;
  };
  const auto by_torch = [&](torch::ScalarType type, auto draw, int64_t batch) {
    sample_by_torch(
        PlainGenerator(*generator, type),
        {.draw = draw, .sentences = job.sentences, .length = job.length, .batch = batch});
  };
  const auto sample_on_cpu = [&] {
    const OnCpu scope;
    return sample(*cpu);
  };
  TimedComparison comparison(job.name, job.work());
  // One token that rounding moves changes the rest of its sentence.
  const double equal = agreement(sample(*generator), sample_on_cpu());
  comparison.check(fmt::format("share of equal tokens {:.4f}", equal), equal > 0.98);
  comparison.ours(5, [&] { sample(*generator); });
  add_careful_torch(comparison, 3, [&](torch::ScalarType type) {
    by_torch(type, draw_by_inverse, job.careful_batch);
  });
  comparison.rival("naive", 2,
                   [&] { by_torch(torch::kFloat32, draw_by_multinomial, job.naive_batch); });
  comparison.rival("cpu", 3, sample_on_cpu);
  return comparison.report();
}

/// SeqGAN's networks on the compute device, and sentences as if it had sampled them.
RewardTask reward_task(const lingan::TokenBatch& sentences) {
  RewardTask task = make_reward_task("shared");
  task.sentences = lingan::hard_sentences(sentences);
  if (lingan::compute_device().is_cpu()) return task;
  const lingan::Sentences& on_device = task.sentences.sentences;
  task.sentences.device_tokens = on_device.tokens.to(torch::kInt32);
  task.sentences.device_lengths = on_device.lengths.to(torch::kInt32);
  task.sentences.diverged = torch::zeros({1}, task.sentences.device_tokens.options());
  return task;
}

/// The same task on the CPU.
RewardTask reward_task_on_cpu() {
  const OnCpu cpu;
  return make_reward_task("shared");
}

void complete(const RewardTask& task) {
  const auto rollouts = task.generator->rollouts(kNoSpecials);
  const lingan::engine::RolloutRequest request = reward_request(Precision::kFloat32);
  if (const auto* device = rollouts->on_device()) {
    device->complete_on_device(task.sentences.view(), request, [](const auto&) {});
  } else {
    rollouts->complete(task.sentences.batch, request, [](const auto&) {});
  }
}

int compare_rollouts() {
  const RewardTask cpu = reward_task_on_cpu(), task = reward_task(cpu.sentences.batch);
  TimedComparison comparison("cuda-rollouts");
  comparison.ours(5, [&] { complete(task); });
  add_careful_torch(comparison, 3,
                    [&](torch::ScalarType type) { careful_completions(task, type); });
  comparison.rival("cpu", 3, [&] {
    const OnCpu scope;
    complete(cpu);
  });
  return comparison.report();
}

/// Completions, D's judgement of them, and their means.
int compare_reward_step() {
  const RewardTask cpu = reward_task_on_cpu(), task = reward_task(cpu.sentences.batch);
  const auto ours = [&] { return library_rewards(task, Precision::kFloat32); };
  const auto on_cpu = [&] {
    const OnCpu scope;
    return library_rewards(cpu, Precision::kFloat32);
  };
  const auto careful = [&](torch::ScalarType type) {
    return careful_rewards(task, {.scored = kScoredAtOnce, .type = type});
  };
  TimedComparison comparison("cuda-reward-step", least_reward_work(1));
  const torch::Tensor rewards = ours();
  // A token that rounding moves changes a completion, and that the mean of its prefix.
  const double difference = (rewards.to(torch::kCPU) - on_cpu()).abs().mean().item<double>();
  comparison.check(fmt::format("mean difference of rewards {:.1e}", difference), difference < 1e-3);
  comparison.check("naive draws from one distribution,",
                   same_distribution(rewards, naive_rewards(task)));
  for (const TorchPrecision precision : kTorchPrecisions) {
    const Tf32Scope tf32(precision);
    comparison.check(rival_name(precision) + " draws from one distribution,",
                     same_distribution(rewards, careful(weights_type(precision))));
  }
  comparison.ours(5, ours);
  add_careful_torch(comparison, 3, careful);
  comparison.rival("naive", 1, [&] { naive_rewards(task); });
  comparison.rival("cpu", 3, on_cpu);
  return comparison.report();
}

/// Steps of maximum likelihood and of SeqGAN's discriminator.
int compare_training() {
  DiscriminatorStep step;
  step.name = "cuda-d-step";
  step.network.vocabulary_size = GeneratorShape{}.vocabulary;
  step.network.length = kRewardLength;
  step.network.highway = "shared";
  step.network.dropout = 0;
  step.objective = "minimax";
  step.real_sentences = kRewardBatch / 2;
  step.fake_sentences = kRewardBatch / 2;
  step.repetitions = 15;
  step.rivals = all_precisions();
  return compare_likelihood_step({"cuda-mle-step", 32, 15, all_precisions()}, {}) |
         compare_likelihood_step({"cuda-mle-step-512", 512, 15, all_precisions()}, {}) |
         compare_discriminator_step(step, {});
}

int compare_ngrams() {
  const auto samples = sample_by_engine(*generator_on_cpu({}), 10000, kRewardLength).tokens;
  const auto sentences = lingan::metrics::strip_specials(samples, kNoSpecials);
  const auto count = [&] { return lingan::metrics::match_others(sentences, kOrders).matches; };
  const auto count_on_cpu = [&] {
    const OnCpu scope;
    return count();
  };
  TimedComparison comparison("cuda-self-bleu-counts");
  comparison.check("counts", count() == count_on_cpu());
  comparison.ours(5, count);
  comparison.rival("cpu", 3, count_on_cpu);
  return comparison.report();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string device = argc > 1 ? argv[1] : "cuda";
    if (device != "cuda" && device != "cpu") {
      throw lingan::UsageError("unknown device " + device + "; expected cuda or cpu");
    }
    lingan::use_device(device == "cpu" ? lingan::Device::kCpu : lingan::Device::kCuda);
    // Weights of the wide one are as small as training leaves them: larger ones make the cell
    // chaotic, and rounding grows.
    return compare_samples({.name = "cuda-sample",
                            .shape = {},
                            .sentences = 10000,
                            .length = 20,
                            .naive_batch = 256,  // TextGAN-PyTorch's
                            .careful_batch = 10000}) |
           compare_samples({.name = "cuda-sample-wide",
                            .shape = {.vocabulary = 30000,
                                      .embedding = 512,
                                      .hidden = 512,
                                      .layers = 2,
                                      .initial_range = 0.05},
                            .sentences = 1024,
                            .length = 8,
                            .naive_batch = 256,
                            .careful_batch = 1024}) |
           compare_rollouts() | compare_reward_step() | compare_training() | compare_ngrams();
  } catch (const std::exception& error) {
    const std::string what = error.what();  // libtorch's goes on with a trace of its functions
    std::fprintf(stderr, "bench_cuda_engine: %s\n", what.substr(0, what.find('\n')).c_str());
    return 1;
  }
}
