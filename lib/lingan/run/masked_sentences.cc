#include <lingan/run/masked_sentences.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/random.h>
#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/source_use.h>

namespace lingan {
namespace {

constexpr uint32_t kHoles = 1;  // a step of Purpose::kSplit, whose first splits the corpus

/// Makes the sources of one part of the sentences after the other.
class Masker {
 public:
  Masker(const Masking& masking, const SpecialTokens& specials, uint64_t seed, TokenBatch& sources)
      : share_(masking.share),
        specials_(specials),
        stream_{seed, Purpose::kSplit, kHoles},
        sources_(sources) {}

  /// @return the sentences, each `copies` times, with the numbers of their sources.
  TokenBatch mask(const TokenBatch& sentences, int64_t copies) {
    std::vector<int64_t> rows;
    for (int64_t row = 0; row < sentences.rows; ++row) rows.insert(rows.end(), copies, row);
    TokenBatch repeated = select_rows(sentences, rows);
    repeated.labels.clear();
    for (int64_t row = 0; row < repeated.rows; ++row) {
      repeated.labels.push_back(static_cast<int32_t>(sources_.rows));
      append(repeated, row);
    }
    return repeated;
  }

 private:
  void append(const TokenBatch& sentences, int64_t row) {
    const auto first = sentences.tokens.begin() + row * sentences.width;
    std::vector<int32_t> tokens(first, first + sentences.width);
    const auto words =
        std::find(tokens.begin(), tokens.begin() + sentences.lengths[row], specials_.eos);
    std::vector<double> draws;
    for (auto word = tokens.begin(); word != words; ++word) {
      draws.push_back(stream_.uniform(static_cast<uint64_t>(sources_.rows),
                                      static_cast<uint32_t>(draws.size())));
      if (draws.back() < share_) *word = specials_.bos;
    }
    const auto least = std::ranges::min_element(draws);
    if (least != draws.end()) tokens[static_cast<size_t>(least - draws.begin())] = specials_.bos;
    sources_.tokens.insert(sources_.tokens.end(), tokens.begin(), tokens.end());
    sources_.lengths.push_back(sentences.lengths[row]);
    ++sources_.rows;
  }

  double share_;
  SpecialTokens specials_;
  RandomStream stream_;
  TokenBatch& sources_;
};

void require_ends(const SpecialTokens& specials) {
  if (specials.eos >= 0) return;
  throw UsageError(
      "words are taken out of sentences that end, and those of this tokenizer have no end; take "
      "another");
}

}  // namespace

RunSentences masked_sentences(const RunSentences& sentences, const Masking& masking,
                              const SpecialTokens& specials, uint64_t seed) {
  require_ends(specials);
  RunSentences masked;
  masked.sources = TokenBatch::filled(0, sentences.train.width, specials.filler());
  Masker masker(masking, specials, seed, masked.sources);
  masked.train = masker.mask(sentences.train, masking.masks);
  masked.validation = masker.mask(sentences.validation, 1);
  masked.test = masker.mask(sentences.test, 1);
  return masked;
}

RunSentences incomplete_sentences(RunSentences sentences, double share,
                                  const SpecialTokens& specials, uint64_t seed) {
  require_ends(specials);
  const RandomStream stream{seed, Purpose::kSplit, kHoles};
  TokenBatch& train = sentences.train;
  for (int64_t row = 0; row < train.rows; ++row) {
    int32_t* const tokens = train.tokens.data() + row * train.width;
    for (int32_t t = 0; t < train.lengths[row]; ++t) {
      const bool is_word = tokens[t] != specials.eos;
      if (is_word && stream.uniform(static_cast<uint64_t>(row), static_cast<uint32_t>(t)) < share) {
        tokens[t] = specials.bos;
      }
    }
  }
  return sentences;
}

RunSentences with_words_taken_out(RunSentences sentences, const Recipe& recipe,
                                  const SpecialTokens& specials, uint64_t seed) {
  if (const auto masking = masking_of(recipe)) {
    return masked_sentences(sentences, *masking, specials, seed);
  }
  const double share = missing_share(recipe);
  if (share == 0) return sentences;
  return incomplete_sentences(std::move(sentences), share, specials, seed);
}

}  // namespace lingan
