/// 10,000 sentences of 20 tokens from SeqGAN's generator: module steps with softmax + multinomial,
/// a careful torch program, and the engine. Usage: bench_sample [THREADS]
#include <lingan/model/torch.h>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/engine_samples.h>
#include <bench/lib/synthetic_task.h>

namespace {

using namespace lingan::bench;

constexpr int64_t kSentences = 10000;
constexpr int32_t kLength = 20;
constexpr int64_t kTextGanBatch = 256;   // TextGAN-PyTorch's
constexpr int64_t kCarefulBatch = 1024;  // its softmax stays below 20 MiB

using Draw = torch::Tensor (*)(const torch::Tensor&);

torch::Tensor sample_by_module(lingan::Generator& generator, int64_t batch, Draw draw) {
  const torch::NoGradGuard no_grad;
  torch::Tensor tokens = torch::empty({kSentences, kLength}, torch::kInt64);
  for (int64_t begin = 0; begin < kSentences; begin += batch) {
    torch::Tensor part = tokens.slice(0, begin, std::min(begin + batch, kSentences));
    std::vector<torch::Tensor> state = generator.initial_state(part.size(0));
    torch::Tensor fed = torch::full({part.size(0)}, kNoSpecials.bos, torch::kInt64);
    for (int32_t t = 0; t < kLength; ++t) {
      fed = draw(feed(generator, fed, state));
      part.select(1, t).copy_(fed);
    }
  }
  return tokens;
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(argc, argv);
  const GeneratorShape shape;
  const auto generator = make_generator(shape);
  const double products = static_cast<double>(shape.vocabulary * shape.hidden +
                                              4 * shape.hidden * (shape.hidden + shape.embedding));
  Comparison comparison("sample", {products * kSentences * kLength, 0});
  const double difference =
      largest_difference(*generator, sample_by_engine(*generator, kSentences, kLength), 64)
          .absolute;
  comparison.check(fmt::format("log-probabilities, largest difference {:.1e},", difference),
                   difference < 1e-4);
  comparison.ours(5, [&] { sample_by_engine(*generator, kSentences, kLength); });
  comparison.rival("torch", 3,
                   [&] { sample_by_module(*generator, kCarefulBatch, draw_by_inverse); });
  comparison.rival("naive", 1,
                   [&] { sample_by_module(*generator, kTextGanBatch, draw_by_multinomial); });
  return comparison.report();
}
