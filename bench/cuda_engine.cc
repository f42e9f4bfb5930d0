/// The engine on a CUDA device beside the engine on the CPU: sampling, completions, their scores,
/// and n-gram counting. Usage: bench_cuda_engine [THREADS]
#include <lingan/model/torch.h>

#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include <bench/comparison.h>
#include <bench/synthetic_task.h>
#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/rollout.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/model/completion_scorer.h>
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
  std::unique_ptr<lingan::engine::Stepper> cuda, cpu;

  explicit Pair(const GeneratorShape& shape) {
    lingan::use_device(Device::kCuda);
    cuda = make_generator(shape)->stepper();
    lingan::use_device(Device::kCpu);
    cpu = make_generator(shape)->stepper();
  }
};

lingan::engine::Samples sample(const lingan::engine::Stepper& stepper, int64_t rows) {
  lingan::engine::SampleRequest request;
  request.rows = rows;
  request.length = kLength;
  request.stream = {3};
  return lingan::engine::RolloutEngine(stepper, kNoSpecials).sample(request);
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

lingan::engine::Completions complete(const lingan::engine::Stepper& stepper,
                                     const lingan::TokenBatch& sentences) {
  lingan::engine::Completions found;
  lingan::engine::RolloutRequest request;
  request.rollouts = kRollouts;
  request.stream = {5, lingan::Purpose::kRollout};
  lingan::engine::RolloutEngine(stepper, kNoSpecials)
      .complete(sentences, request, [&](const auto& chunk) { found = chunk; });
  return found;
}

/// Completions, and D's judgement of them.
int compare_rewards() {
  const Pair pair(GeneratorShape{});
  const lingan::TokenBatch sentences = sample(*pair.cpu, kBatch).tokens;
  Comparison rollouts("cuda-rollouts");
  rollouts.ours(5, [&] { complete(*pair.cuda, sentences); });
  rollouts.rival("cpu", 3, [&] { complete(*pair.cpu, sentences); });
  const int rollouts_status = rollouts.report();

  const lingan::engine::Completions completions = complete(*pair.cpu, sentences);
  lingan::use_device(Device::kCuda);
  const auto on_cuda = make_discriminator(GeneratorShape{}.vocabulary, kLength, "shared");
  const lingan::CompletionScorer by_cuda(*on_cuda);
  const torch::Tensor found = by_cuda.logits(completions).to(torch::kCPU);
  lingan::use_device(Device::kCpu);
  const auto on_cpu = make_discriminator(GeneratorShape{}.vocabulary, kLength, "shared");
  const lingan::CompletionScorer by_cpu(*on_cpu);
  const double difference = (found - by_cpu.logits(completions)).abs().max().item<double>();
  Comparison scores("cuda-scores");
  scores.check(fmt::format("largest difference of logits {:.1e}", difference), difference < 1e-3);
  scores.ours(5, [&] { by_cuda.logits(completions).to(torch::kCPU); });
  scores.rival("cpu", 3, [&] { by_cpu.logits(completions); });
  return rollouts_status | scores.report();
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
    set_threads(argc, argv);
    return compare_samples("cuda-sample", {}, 10000) |
           compare_samples("cuda-sample-wide", {30000, 512, 512, 2}, 1024) | compare_rewards() |
           compare_ngrams();
  } catch (const lingan::Error& error) {
    std::fprintf(stderr, "bench_cuda_engine: %s\n", error.what());
    return 1;
  }
}
