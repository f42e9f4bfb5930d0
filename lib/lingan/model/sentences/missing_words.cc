#include <lingan/model/sentences/missing_words.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace lingan {

torch::Tensor missing_words(const torch::Tensor& tokens, const SpecialTokens& specials) {
  if (specials.eos < 0) return torch::zeros_like(tokens, torch::kBool);
  return tokens == specials.bos;
}

torch::Tensor known_tokens(const Sentences& sentences, const SpecialTokens& specials) {
  const torch::Tensor all = inside(sentences.lengths, sentences.tokens.size(1));
  return all.logical_and(missing_words(sentences.tokens, specials).logical_not());
}

int64_t count_known(std::span<const int32_t> sentence, const SpecialTokens& specials) {
  const auto missing = specials.eos < 0 ? 0 : std::ranges::count(sentence, specials.bos);
  return std::ssize(sentence) - missing;
}

TokenBatch lacking_as(TokenBatch sentences, const TokenBatch& others,
                      const SpecialTokens& specials) {
  if (specials.eos < 0) return sentences;
  for (int64_t row = 0; row < sentences.rows; ++row) {
    const std::span<const int32_t> other = others.row(row % others.rows);
    int32_t* const tokens = sentences.tokens.data() + row * sentences.width;
    const auto length = std::min<size_t>(other.size(), static_cast<size_t>(sentences.lengths[row]));
    for (size_t t = 0; t < length; ++t) {
      if (other[t] == specials.bos && tokens[t] != specials.eos) tokens[t] = specials.bos;
    }
  }
  return sentences;
}

TokenBatch whole_sentences(TokenBatch sentences, const SpecialTokens& specials) {
  std::vector<int64_t> whole;
  for (int64_t row = 0; row < sentences.rows; ++row) {
    if (count_known(sentences.row(row), specials) == sentences.lengths[row]) whole.push_back(row);
  }
  const bool are_all = std::ssize(whole) == sentences.rows;
  return are_all ? std::move(sentences) : select_rows(sentences, whole);
}

}  // namespace lingan
