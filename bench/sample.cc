/// 10,000 sentences of 20 tokens from SeqGAN's generator: torch step by step with softmax +
/// multinomial, a careful torch program, and the engine. Usage: bench/lib/request.h
#include <lingan/model/torch.h>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/engine_samples.h>
#include <bench/lib/plain_networks.h>
#include <bench/lib/synthetic_task.h>

namespace {

using namespace lingan::bench;

constexpr int64_t kSentences = 10000;
constexpr int32_t kLength = 20;
constexpr int64_t kTextGanBatch = 256;   // TextGAN-PyTorch's
constexpr int64_t kCarefulBatch = 1024;  // its softmax stays below 20 MiB

/// How torch samples; the request may name other sizes.
struct TorchSampling {
  torch::Tensor (*draw)(const torch::Tensor&);
  int64_t sentences, batch;
};

torch::Tensor sample_by_torch(const PlainGenerator& generator, const TorchSampling& sampling) {
  const torch::NoGradGuard no_grad;
  torch::Tensor tokens = torch::empty({sampling.sentences, kLength}, torch::kInt64);
  for (int64_t begin = 0; begin < sampling.sentences; begin += sampling.batch) {
    torch::Tensor part =
        tokens.slice(0, begin, std::min(begin + sampling.batch, sampling.sentences));
    std::vector<torch::Tensor> state;
    torch::Tensor logits = generator.start(part.size(0), state);
    for (int32_t t = 0; t < kLength; ++t) {
      if (t > 0) logits = generator.feed(part.select(1, t - 1), state);
      part.select(1, t).copy_(sampling.draw(logits));
    }
  }
  return tokens;
}

}  // namespace

int main(int argc, char** argv) {
  const Request request(argc, argv);
  const GeneratorShape shape;
  const auto generator = make_generator(shape);
  const PlainGenerator plain(*generator);
  const double products = static_cast<double>(shape.vocabulary * shape.hidden +
                                              4 * shape.hidden * (shape.hidden + shape.embedding));
  Comparison comparison("sample", {products * kSentences * kLength, 0}, request);
  if (request.checks()) {
    const auto samples = sample_by_engine(*generator, kSentences, kLength);
    const double difference = largest_difference(*generator, samples, 64).absolute;
    comparison.check(fmt::format("log-probabilities, largest difference {:.1e},", difference),
                     difference < 1e-4);
    write_samples_task(request.task("sample"), *generator, samples);
  }
  comparison.ours(5, [&] { sample_by_engine(*generator, kSentences, kLength); });
  const auto by_torch = [&](auto draw, int64_t batch) {
    return [&, draw, batch] {
      sample_by_torch(plain, {.draw = draw,
                              .sentences = request.setting("sentences", kSentences),
                              .batch = request.setting("batch", batch)});
    };
  };
  comparison.rival("torch", 3, by_torch(draw_by_inverse, kCarefulBatch));
  comparison.rival("naive", 1, by_torch(draw_by_multinomial, kTextGanBatch));
  return comparison.report();
}
