/// Sampling from a wide generator (2 layers of 512 units, 30,000 types), where products are all:
/// the engine beside a careful torch program. Usage: bench_sample_wide [THREADS]
#include <lingan/model/torch.h>

#include <fmt/format.h>

#include <bench/comparison.h>
#include <bench/synthetic_task.h>
#include <lingan/engine/rollout.h>

namespace {

using namespace lingan::bench;

constexpr int64_t kSentences = 1024;
constexpr int32_t kLength = 8;
// Weights as small as training leaves them: larger ones make the cell chaotic, and rounding grows.
constexpr GeneratorShape kShape{
    .vocabulary = 30000, .embedding = 512, .hidden = 512, .layers = 2, .initial_range = 0.05};

void sample_by_module(lingan::Generator& generator) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> state = generator.initial_state(kSentences);
  torch::Tensor fed = torch::full({kSentences}, kNoSpecials.bos, torch::kInt64);
  for (int32_t t = 0; t < kLength; ++t) fed = draw_by_inverse(feed(generator, fed, state));
}

lingan::engine::Samples sample_by_engine(lingan::Generator& generator) {
  const auto stepper = generator.stepper();
  lingan::engine::SampleRequest request;
  request.rows = kSentences;
  request.length = kLength;
  request.stream = {3};
  return lingan::engine::RolloutEngine(*stepper, kNoSpecials).sample(request);
}

double largest_difference(lingan::Generator& generator, const lingan::engine::Samples& samples) {
  const torch::NoGradGuard no_grad;
  constexpr int64_t kRows = 16;
  const torch::Tensor tokens = lingan::to_sentences(samples.tokens).tokens.slice(0, 0, kRows);
  const torch::Tensor expected = torch::log_softmax(generator.forward(tokens), 2)
                                     .gather(2, tokens.to(torch::kInt64).unsqueeze(2))
                                     .squeeze(2);
  const torch::Tensor found =
      torch::tensor(samples.log_probabilities).view({kSentences, kLength}).slice(0, 0, kRows);
  return ((expected - found).abs() / expected.abs().clamp_min(1.0)).max().item<double>();
}

// Input products of the first layer come from a table, one row for each type.
double least_products() {
  constexpr int64_t h = kShape.hidden;
  return static_cast<double>(kSentences * kLength) *
         static_cast<double>(kShape.vocabulary * h + 4 * h * h + 8 * h * h);
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(argc, argv);
  const auto generator = make_generator(kShape);
  Comparison comparison("sample-wide", {least_products(), 0});
  const double difference = largest_difference(*generator, sample_by_engine(*generator));
  comparison.check(
      fmt::format("log-probabilities, largest relative difference {:.1e},", difference),
      difference < 1e-4);
  comparison.ours(3, [&] { sample_by_engine(*generator); });
  comparison.rival("torch", 3, [&] { sample_by_module(*generator); });
  return comparison.report();
}
