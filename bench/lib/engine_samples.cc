#include <bench/lib/engine_samples.h>

#include <bench/lib/synthetic_task.h>
#include <lingan/model/tensor_file.h>

namespace lingan::bench {
namespace {

torch::Tensor log_probabilities(const engine::Samples& samples) {
  return torch::tensor(samples.log_probabilities).view({samples.tokens.rows, samples.tokens.width});
}

}  // namespace

engine::Samples sample_by_engine(const Generator& generator, int64_t rows, int32_t length) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = length;
  request.stream = {3};
  return generator.rollouts(kNoSpecials)->sample(request);
}

LargestDifference largest_difference(Generator& generator, const engine::Samples& samples,
                                     int64_t rows) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor tokens = to_sentences(samples.tokens).tokens.slice(0, 0, rows);
  const torch::Tensor expected = torch::log_softmax(generator.forward(tokens), 2)
                                     .gather(2, tokens.to(torch::kInt64).unsqueeze(2))
                                     .squeeze(2);
  const torch::Tensor actual = log_probabilities(samples).slice(0, 0, rows);
  const torch::Tensor absolute = (expected - actual).abs();
  const torch::Tensor relative = absolute / expected.abs().clamp_min(1.0);
  return {absolute.max().item<double>(), relative.max().item<double>()};
}

void write_samples_task(const std::filesystem::path& path, const Generator& generator,
                        const engine::Samples& samples) {
  if (path.empty()) return;
  TensorFile file;
  collect_tensors(generator, "generator.", file);
  file.tensors["sentences"] = to_sentences(samples.tokens).tokens;
  file.tensors["log_probabilities"] = log_probabilities(samples);
  save_tensors(path, file);
}

}  // namespace lingan::bench
