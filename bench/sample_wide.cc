/// Sampling from a wide generator (2 layers of 512 units, 30,000 types), where products are all:
/// the engine beside a careful torch program. Usage: bench/lib/request.h
#include <lingan/model/torch.h>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/engine_samples.h>
#include <bench/lib/plain_samples.h>
#include <bench/lib/synthetic_task.h>

namespace {

using namespace lingan::bench;

constexpr int64_t kSentences = 1024;
constexpr int32_t kLength = 8;
// Weights as small as training leaves them: larger ones make the cell chaotic, and rounding grows.
constexpr GeneratorShape kShape{
    .vocabulary = 30000, .embedding = 512, .hidden = 512, .layers = 2, .initial_range = 0.05};

// Input products of the first layer come from a table, one row for each type.
double least_products() {
  constexpr int64_t h = kShape.hidden;
  return static_cast<double>(kSentences * kLength) *
         static_cast<double>(kShape.vocabulary * h + 4 * h * h + 8 * h * h);
}

}  // namespace

int main(int argc, char** argv) {
  const Request request(argc, argv);
  const auto generator = make_generator(kShape);
  const PlainGenerator plain(*generator);
  TimedComparison comparison("sample-wide", {least_products(), 0}, request);
  if (request.checks()) {
    const auto samples = sample_by_engine(*generator, kSentences, kLength);
    const double difference = largest_difference(*generator, samples, 16).relative;
    comparison.check(
        fmt::format("log-probabilities, largest relative difference {:.1e},", difference),
        difference < 1e-4);
    write_samples_task(request.task("sample-wide"), *generator, samples);
  }
  comparison.ours(3, [&] { sample_by_engine(*generator, kSentences, kLength); });
  comparison.rival("torch", 3, [&] {
    sample_by_torch(plain, {.draw = draw_by_inverse,
                            .sentences = kSentences,
                            .length = kLength,
                            .batch = request.setting("batch", kSentences)});
  });
  return comparison.report();
}
