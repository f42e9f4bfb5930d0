#include <lingan/gan/strategies/word_masks.h>

namespace lingan {

torch::Tensor drawn_masks(const torch::Tensor& logits, const torch::Tensor& uniform,
                          double temperature) {
  constexpr double kTiny = 1e-12;  // keeps 0, which may be drawn, from an infinite logarithm
  const auto noise = torch::logit(uniform, kTiny).to(logits.options());
  const auto sums = logits + noise;
  const auto hard = (sums > 0).to(logits.dtype());
  const auto soft = torch::sigmoid(sums / temperature);
  return hard + (soft - soft.detach());
}

torch::Tensor word_places(const Sentences& sentences, const SpecialTokens& specials) {
  const auto tokens = sentences.tokens.defined() ? sentences.tokens : sentences.one_hot.argmax(2);
  const auto is_inside = inside(sentences.lengths, tokens.size(1));
  return is_inside.logical_and_(tokens != specials.eos).to(torch::kFloat32);
}

Sentences with_missing_words(Sentences sentences, const torch::Tensor& masks,
                             const SpecialTokens& specials) {
  const auto missing = masks.to(sentences.one_hot.dtype()).unsqueeze(2);
  auto hole = torch::zeros({sentences.one_hot.size(2)}, sentences.one_hot.options());
  hole[specials.bos] = 1;
  sentences.one_hot = sentences.one_hot * (1 - missing) + missing * hole;
  return sentences;
}

}  // namespace lingan
