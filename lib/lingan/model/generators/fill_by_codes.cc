#include <lingan/model/generators/fill_by_codes.h>

#include <limits>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

/// One token of each row's softmax, [B], by the uniform number of its row and position.
torch::Tensor drawn(const torch::Tensor& logits, RandomStream stream, uint64_t first_row,
                    int64_t position) {
  const int64_t rows = logits.size(0);
  torch::Tensor uniform = torch::empty({rows, 1}, torch::kFloat64);
  for (int64_t row = 0; row < rows; ++row) {
    uniform.data_ptr<double>()[row] =
        stream.uniform(first_row + static_cast<uint64_t>(row), static_cast<uint32_t>(position));
  }
  const auto sums = torch::softmax(logits.to(torch::kFloat64), 1).cumsum(1);
  const auto threshold = uniform.to(logits.device()) * sums.narrow(1, -1, 1);
  return (sums <= threshold).sum(1).clamp_max(logits.size(1) - 1);
}

/// Draws the missing tokens of sentences from left to right, given their codes.
torch::Tensor filled(Generator& generator, const IncompleteSentences& incomplete,
                     const Sentences& coded, RandomStream stream) {
  const int32_t eos = generator.options().specials.eos;
  auto state = generator.initial_state(coded.latent);
  auto input = generator.first_input(coded.rows(), {});
  std::vector<torch::Tensor> tokens;
  for (int64_t t = 0; t < coded.tokens.size(1); ++t) {
    auto logits = generator.step(input, state).clone();
    if (eos >= 0) logits.select(1, eos).fill_(-std::numeric_limits<float>::infinity());
    const auto own = drawn(logits, stream, incomplete.first_row, t);
    tokens.push_back(torch::where(incomplete.missing.select(1, t), own, coded.tokens.select(1, t)));
    input = torch::embedding(generator.fed_vectors(), tokens.back());
  }
  return torch::stack(tokens, 1);
}

}  // namespace

Sentences fill_by_codes(Generator& generator, CodeEncoder& encoder,
                        const IncompleteSentences& incomplete, int64_t steps, RandomStream stream) {
  const int64_t width = generator.options().latent_width, rows = incomplete.sentences.rows();
  if (width == 0) {
    throw UsageError("generator.latent_width: the generator has no latent code to fill by");
  }
  const torch::NoGradGuard no_gradient;
  Sentences result = incomplete.sentences;
  for (int64_t step = 0; step <= steps; ++step, ++stream.step) {
    const auto noise =
        latent_codes(stream, incomplete.first_row, rows, width).to(result.tokens.device());
    result.latent = step == 0 ? generator.codes(noise) : encoder.forward(result).codes(noise);
    result.tokens = filled(generator, incomplete, result, stream);
  }
  return result;
}

}  // namespace lingan
