#include <lingan/text/subword/word_segmenter.h>

#include <gtest/gtest.h>
#include <sentencepiece_processor.h>

#include <limits>
#include <sstream>

#include <lingan/text/subword/sentencepiece_rounding.h>

#include "tests/text/sentencepiece_models.h"
#include "tests/text/subword/small_models.h"

namespace lingan::word_segmenter_test {
namespace {

using testing::small_model;
using testing::train_model;
using testing::training_lines;

std::vector<int32_t> segment(WordSegmenter& segmenter, std::string_view text, float score = 0) {
  EncodedWord word;
  std::vector<int32_t> ids(text.size());
  ids.resize(segmenter.segment(text, score, word, ids.data()));
  return ids;
}

/// A word of each length, so that short and long ways are taken.
TEST(WordSegmenter, SegmentsWordsAsTheLibraryDoes) {
  for (const std::string kind : {"unigram", "bpe"}) {
    const std::string bytes = train_model(training_lines(),
                                          "--vocab_size=330 --normalization_rule_name=identity "
                                          "--model_type=" +
                                              kind);
    sentencepiece::SentencePieceProcessor library;
    ASSERT_TRUE(library.LoadFromSerializedProto(bytes).ok());
    const SubwordModel model(kind, read_sentencepiece_model(bytes), library_rounds_first());
    WordSegmenter segmenter(model.pieces);
    std::string letters;
    for (const auto& line : training_lines()) {
      std::istringstream words(line);
      for (std::string word; words >> word;) {
        EXPECT_EQ(segment(segmenter, "\u2581" + word), library.EncodeAsIds(word)) << word;
        letters += word;
      }
    }
    for (size_t size = 1; size < 120; ++size) {
      const std::string word = letters.substr(size, size);
      if (valid_utf8_prefix(word) != word.size()) continue;
      EXPECT_EQ(segment(segmenter, "\u2581" + word), library.EncodeAsIds(word)) << word;
    }
  }
}

TEST(WordSegmenter, AddsUpScoresFromWordToWord) {
  const SentencePieceModel pieces = small_model({{"a", -0.1F}, {"b", -0.3F}, {"ab", -0.35F}});
  const SubwordModel model("unigram", pieces, true);
  WordSegmenter segmenter(model.pieces);
  segment(segmenter, "abab");
  const float whole = segmenter.score();
  segment(segmenter, "ab");
  EXPECT_EQ(segment(segmenter, "ab", segmenter.score()), std::vector<int32_t>{3});
  EXPECT_EQ(segmenter.score(), whole);
  EXPECT_EQ(whole, -0.35F - 0.35F);
}

TEST(WordSegmenter, SaysOfPairsThatOnlyUnknownTextDependsOnWhatCameBefore) {
  const SubwordModel model("bpe", small_model({{"a", -1}, {"b", -2}}), true);
  WordSegmenter segmenter(model.pieces);
  EncodedWord word;
  int32_t ids[2];
  segmenter.segment("ax", 0, word, ids);
  EXPECT_EQ(word.limit, std::numeric_limits<float>::infinity());
  segmenter.segment("xa", 0, word, ids);
  EXPECT_EQ(word.limit, -1);
}

}  // namespace
}  // namespace lingan::word_segmenter_test
