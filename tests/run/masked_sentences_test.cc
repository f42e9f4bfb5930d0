#include <lingan/run/masked_sentences.h>

#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/error.h>

namespace lingan::masked_sentences_test {
namespace {

constexpr SpecialTokens kSpecials{};

/// Sentences of one to six words and their end.
TokenBatch words(int64_t rows) {
  TokenBatch batch = TokenBatch::filled(rows, 7, kSpecials.pad);
  for (int64_t row = 0; row < rows; ++row) {
    const auto count = static_cast<int32_t>(1 + row % 6);
    for (int32_t t = 0; t < count; ++t) batch.tokens[row * 7 + t] = static_cast<int32_t>(4 + t);
    batch.tokens[row * 7 + count] = kSpecials.eos;
    batch.lengths[row] = count + 1;
  }
  return batch;
}

RunSentences masked(double share, int64_t masks, uint64_t seed = 1) {
  return masked_sentences({words(1200), words(30), words(6)}, {.share = share, .masks = masks},
                          kSpecials, seed);
}

TEST(MaskedSentences, AreTheSentencesWithHoles) {
  const RunSentences made = masked(0.5, 3);
  EXPECT_EQ(made.train.rows, 3600);
  EXPECT_EQ(made.validation.rows, 30);
  EXPECT_EQ(made.test.rows, 6);
  EXPECT_EQ(made.sources.rows, 3636);
  for (const TokenBatch* part : {&made.train, &made.validation, &made.test}) {
    for (int64_t row = 0; row < part->rows; ++row) {
      const auto source = made.sources.row(part->labels[row]);
      const auto sentence = part->row(row);
      ASSERT_EQ(source.size(), sentence.size());
      ASSERT_EQ(source.back(), kSpecials.eos);
      ASSERT_GE(std::ranges::count(source, kSpecials.bos), 1);
      for (size_t t = 0; t < source.size(); ++t) {
        ASSERT_TRUE(source[t] == kSpecials.bos || source[t] == sentence[t]);
      }
    }
  }
}

/// Of six words a share .3 is missing; none of them where one must be: + .7^6.
TEST(MaskedSentences, LackTheShareOfTheirWords) {
  const RunSentences made = masked(0.3, 3);
  int64_t holes = 0, sentences = 0;
  for (int64_t row = 0; row < made.train.rows; ++row) {
    if (made.train.lengths[row] != 7) continue;
    holes += std::ranges::count(made.sources.row(made.train.labels[row]), kSpecials.bos);
    ++sentences;
  }
  const double expected = 6 * 0.3 + 0.117649;
  EXPECT_NEAR(static_cast<double>(holes) / static_cast<double>(sentences), expected, 0.15);
  const RunSentences all = masked(1.0, 1);
  EXPECT_EQ(std::ranges::count_if(all.sources.tokens, [](int32_t id) { return id > 3; }), 0);
}

TEST(MaskedSentences, AreTheSameForTheSameSeed) {
  EXPECT_TRUE(same_sentences(masked(0.5, 2), masked(0.5, 2)));
  EXPECT_FALSE(same_sentences(masked(0.5, 2), masked(0.5, 2, 2)));
}

TEST(MaskedSentences, HaveAnEnd) {
  const SpecialTokens endless{.pad = -1, .bos = 0, .eos = -1, .unk = -1};
  EXPECT_THROW(masked_sentences({words(3), words(3)}, {}, endless, 1), UsageError);
}

}  // namespace
}  // namespace lingan::masked_sentences_test
