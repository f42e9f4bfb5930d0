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
  EXPECT_THROW(incomplete_sentences({words(3), words(3)}, 0.3, endless, 1), UsageError);
}

RunSentences incomplete(double share, uint64_t seed = 1) {
  return incomplete_sentences({words(1200), words(30), words(6)}, share, kSpecials, seed);
}

/// Every word by itself: of 4,200 words a share, and sentences that lack none or all among them.
TEST(IncompleteSentences, LackTheShareOfTheirWords) {
  const RunSentences made = incomplete(0.3);
  const TokenBatch whole = words(1200);
  EXPECT_EQ(made.train.lengths, whole.lengths);
  int64_t missing = 0, untouched = 0, empty = 0;
  for (int64_t row = 0; row < whole.rows; ++row) {
    const auto sentence = made.train.row(row), before = whole.row(row);
    const int64_t words = std::ssize(sentence) - 1;
    const int64_t holes = std::ranges::count(sentence, kSpecials.bos);
    ASSERT_EQ(sentence.back(), kSpecials.eos);
    for (int64_t t = 0; t < words; ++t) {
      ASSERT_TRUE(sentence[t] == before[t] || sentence[t] == kSpecials.bos);
    }
    missing += holes;
    untouched += words == 6 && holes == 0;
    empty += words == 1 && holes == 1;
  }
  EXPECT_NEAR(static_cast<double>(missing) / 4200, 0.3, 0.02);
  EXPECT_NEAR(static_cast<double>(untouched) / 200, 0.7 * 0.7 * 0.7 * 0.7 * 0.7 * 0.7, 0.07);
  EXPECT_NEAR(static_cast<double>(empty) / 200, 0.3, 0.1);
}

TEST(IncompleteSentences, AreThoseToTrainOnAlone) {
  const RunSentences made = incomplete(0.9);
  EXPECT_EQ(made.validation.tokens, words(30).tokens);
  EXPECT_EQ(made.test.tokens, words(6).tokens);
  EXPECT_EQ(made.sources.rows, 0);
}

TEST(IncompleteSentences, AreTheSameForTheSameSeed) {
  EXPECT_TRUE(same_sentences(incomplete(0.5), incomplete(0.5)));
  EXPECT_FALSE(same_sentences(incomplete(0.5), incomplete(0.5, 2)));
}

}  // namespace
}  // namespace lingan::masked_sentences_test
