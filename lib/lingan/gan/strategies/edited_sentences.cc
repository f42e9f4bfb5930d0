#include <lingan/gan/strategies/edited_sentences.h>

#include <cmath>
#include <limits>

#include <lingan/gan/strategies/token_draws.h>

namespace lingan {
namespace {

/// Logits of what may take the place of each token: another word.
torch::Tensor of_other_words(const torch::Tensor& logits, const torch::Tensor& tokens,
                             const SpecialTokens& specials) {
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  auto others = logits.to(torch::kFloat64).scatter(-1, tokens.unsqueeze(-1), kNever);
  if (specials.eos < 0) return others;
  for (const int32_t special : {specials.pad, specials.bos, specials.eos}) {
    if (special >= 0) others.select(-1, special).fill_(kNever);
  }
  return others;
}

}  // namespace

int64_t words_of(int64_t vocabulary, const SpecialTokens& specials) {
  if (specials.eos < 0) return vocabulary;  // every token is drawn, bos too
  return vocabulary - 1 - (specials.pad >= 0 ? 1 : 0) - (specials.bos >= 0 ? 1 : 0);
}

double substitution_rate(int64_t words, double tau) {
  const double log_others = std::log(static_cast<double>(words - 1));
  const double log_odds = log_others - (1 + log_others) / tau;
  return 1 / (1 + std::exp(-log_odds));
}

Sentences edited_sentences(const Sentences& text, const torch::Tensor& logits,
                           const EditOptions& options, RandomStream stream, uint64_t first_row) {
  const int64_t rows = text.rows(), width = text.tokens.size(1), samples = options.samples;
  const auto numbers =
      uniform_numbers(stream, first_row, rows * samples, 0, 2 * width).to(text.tokens.device());
  // The numbers of a place stand in one row, as its logits do.
  const auto of_places = numbers.narrow(1, width, width)
                             .reshape({rows, samples, width})
                             .transpose(1, 2)
                             .reshape({rows * width, samples});
  const auto drawn =
      drawn_tokens(of_other_words(logits, text.tokens, options.specials).flatten(0, 1), of_places)
          .view({rows, width, samples})
          .transpose(1, 2)
          .reshape({rows * samples, width});
  Sentences edited;
  edited.tokens = text.tokens.repeat_interleave(samples, 0);
  edited.lengths = text.lengths.repeat_interleave(samples, 0);
  const auto is_word =
      inside(edited.lengths, width) & (edited.tokens != int64_t{options.specials.eos});
  const auto gives_way = (numbers.narrow(1, 0, width) < options.rate) & is_word;
  edited.tokens = torch::where(gives_way, drawn, edited.tokens);
  return edited;
}

}  // namespace lingan
