#include <lingan/metrics/language_model/ngram_index.h>

#include <gtest/gtest.h>

#include "tests/metrics/language_model/models.h"

namespace lingan::metrics::ngram_index_test {
namespace {

TEST(NgramIndex, FindsEveryNgramAndNoOther) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += std::to_string(i % 7) + ' ' + std::to_string(i % 11) + '\n';
  const NgramModel model = model_of(text, 4).ngrams;
  const NgramIndex index(model);
  for (uint32_t ngram = model.starts[1]; ngram < model.starts.back(); ++ngram) {
    EXPECT_EQ(index.find(model.contexts[ngram], model.words[ngram]), ngram);
    EXPECT_EQ(index.find(ngram, kUnknownWord), NgramModel::kNone);
  }
}

TEST(NgramIndex, FallsBackToShorterContexts) {
  const WordModel model = read_arpa(model_file("small.arpa"));
  const NgramIndex index(model.ngrams);
  const auto word = [&](const char* text) { return model.words.find(text); };
  const uint32_t the_cat = index.find(static_cast<uint32_t>(word("the")), word("cat"));
  ASSERT_NE(the_cat, NgramModel::kNone);
  EXPECT_EQ(text_of(model.ngrams, model.words, index.find_longest(the_cat, word("sat"))),
            "the cat sat");
  EXPECT_EQ(text_of(model.ngrams, model.words, index.find_longest(the_cat, word("and"))),
            "cat and");
  EXPECT_EQ(text_of(model.ngrams, model.words, index.find_longest(the_cat, word("log"))), "log");
}

}  // namespace
}  // namespace lingan::metrics::ngram_index_test
