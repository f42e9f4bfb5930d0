#include <lingan/gan/training/scheduled_sampling.h>

#include <vector>

#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// A uniform number of each row, [B, 1], where `like` is.
/// @param number  of the numbers of a row.
torch::Tensor uniform_rows(RandomStream stream, int64_t number, const torch::Tensor& like) {
  const torch::Tensor numbers = torch::empty({like.size(0), 1}, torch::kFloat64);
  auto* out = numbers.data_ptr<double>();
  for (int64_t row = 0; row < like.size(0); ++row) {
    out[row] = stream.uniform(static_cast<uint64_t>(row), static_cast<uint32_t>(number));
  }
  return numbers.to(like.device());
}

/// A token of each row, [B], by inverting the distribution function.
/// @param uniform  [B, 1].
torch::Tensor drawn_tokens(const torch::Tensor& logits, const torch::Tensor& uniform) {
  const auto until = logits.to(torch::kFloat64).softmax(1).cumsum(1);
  const auto last = until.narrow(1, until.size(1) - 1, 1);
  return torch::searchsorted(until, uniform * last, /*out_int32=*/false, /*right=*/true)
      .clamp_max(until.size(1) - 1)
      .squeeze(1);
}

}  // namespace

torch::Tensor fed_tokens(Generator& generator, const torch::Tensor& tokens, const OwnTokens& own) {
  const torch::NoGradGuard no_gradient;
  const bool was_training = generator.is_training();
  generator.eval();
  std::vector<torch::Tensor> state = generator.first_state(tokens.size(0), {});
  const torch::Tensor vectors = generator.fed_vectors();
  torch::Tensor input = generator.first_input(tokens.size(0), {});
  std::vector<torch::Tensor> fed;
  for (int64_t t = 0; t < tokens.size(1); ++t) {
    const torch::Tensor logits = generator.step(input, state);
    const auto drawn = drawn_tokens(logits, uniform_rows(own.stream, 2 * t, tokens));
    const auto is_own = (uniform_rows(own.stream, 2 * t + 1, tokens) < own.share).squeeze(1);
    fed.push_back(torch::where(is_own, drawn, tokens.select(1, t)));
    input = vectors.index_select(0, fed.back());
  }
  generator.train(was_training);
  return torch::stack(fed, 1);
}

torch::Tensor scheduled_sampling_loss(Generator& generator, const Sentences& sentences,
                                      double tokens, const OwnTokens& own) {
  const auto weights =
      inside(sentences.lengths, sentences.tokens.size(1)).to(torch::kFloat32) / tokens;
  const auto hidden = generator.hidden(fed_tokens(generator, sentences.tokens, own));
  return generator.cross_entropy_of(hidden, sentences.tokens, weights);
}

}  // namespace lingan
