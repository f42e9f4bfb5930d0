/// 10,000 sentences of 20 tokens from SeqGAN's generator: torch step by step with softmax +
/// multinomial, a careful torch program, and the engine. Usage: bench/lib/request.h
#include <lingan/model/torch.h>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/engine_samples.h>
#include <bench/lib/plain_samples.h>
#include <bench/lib/synthetic_task.h>

namespace {

using namespace lingan::bench;

constexpr int64_t kSentences = 10000;
constexpr int32_t kLength = 20;
constexpr int64_t kTextGanBatch = 256;   // TextGAN-PyTorch's
constexpr int64_t kCarefulBatch = 1024;  // its softmax stays below 20 MiB

}  // namespace

int main(int argc, char** argv) {
  const Request request(argc, argv);
  const GeneratorShape shape;
  const auto generator = make_generator(shape);
  const PlainGenerator plain(*generator);
  const double products = static_cast<double>(shape.vocabulary * shape.hidden +
                                              4 * shape.hidden * (shape.hidden + shape.embedding));
  TimedComparison comparison("sample", {products * kSentences * kLength, 0}, request);
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
                              .length = kLength,
                              .batch = request.setting("batch", batch)});
    };
  };
  comparison.rival("torch", 3, by_torch(draw_by_inverse, kCarefulBatch));
  comparison.rival("naive", 1, by_torch(draw_by_multinomial, kTextGanBatch));
  return comparison.report();
}
