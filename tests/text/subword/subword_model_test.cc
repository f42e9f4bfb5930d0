#include <lingan/text/subword/subword_model.h>

#include <gtest/gtest.h>

#include "tests/text/sentencepiece_models.h"

namespace lingan::subword_model_test {
namespace {

struct Traits {
  WordBoundary boundary;
  bool reads_raw_words;
  bool operator==(const Traits&) const = default;
};

Traits traits_of(const std::string& kind, const std::string& bytes) {
  const SubwordModel model(kind, read_sentencepiece_model(bytes), true);
  EXPECT_EQ(std::holds_alternative<UnigramTables>(model.pieces), kind == "unigram");
  return {model.boundary, model.reads_raw_words};
}

Traits traits(const std::string& kind, const std::string& flags) {
  return traits_of(kind,
                   testing::train_model(testing::training_lines(),
                                        "--vocab_size=330 --model_type=" + kind + " " + flags));
}

TEST(SubwordModel, FallsApartWhereItsOptionsAllow) {
  constexpr WordBoundary kBefore = WordBoundary::kBeforeMark, kAfter = WordBoundary::kAfterMark,
                         kNone = WordBoundary::kNone;
  for (const std::string kind : {"unigram", "bpe"}) {
    EXPECT_EQ(traits(kind, ""), (Traits{kBefore, true}));
    EXPECT_EQ(traits(kind, "--treat_whitespace_as_suffix=true"), (Traits{kAfter, false}));
    EXPECT_EQ(traits(kind, "--split_by_whitespace=false"), (Traits{kNone, false}));
    EXPECT_EQ(traits(kind, "--user_defined_symbols=a\u2581b"), (Traits{kNone, false}));
  }
}

TEST(SubwordModel, ReadsWordsOfTheNormalizedTextWhereASymbolHasASpace) {
  const std::string bytes =
      testing::with_pieces(testing::train_model(testing::training_lines(),
                                                "--vocab_size=330 --user_defined_symbols=<sep>"),
                           [](auto& pieces) {
                             for (auto& piece : pieces)
                               piece.text = piece.text == "<sep>" ? "x y" : piece.text;
                           });
  EXPECT_EQ(traits_of("unigram", bytes), (Traits{WordBoundary::kBeforeMark, false}));
}

TEST(SubwordModel, KeepsLinesWholeWhereUnusedPiecesMakeWordsDepend) {
  const std::string bytes =
      testing::train_model(testing::training_lines(), "--vocab_size=330 --model_type=bpe");
  const std::string unused = testing::with_pieces(bytes, [](auto& pieces) {
    for (size_t id = 3; id < 40; ++id) pieces[id].type = PieceType::kUnused;
  });
  EXPECT_EQ(traits_of("bpe", bytes), (Traits{WordBoundary::kBeforeMark, true}));
  EXPECT_EQ(traits_of("bpe", unused), (Traits{WordBoundary::kNone, false}));
}

}  // namespace
}  // namespace lingan::subword_model_test
