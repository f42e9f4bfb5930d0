#include <gtest/gtest.h>
#include <sentencepiece_processor.h>

#include <lingan/text/subword/subword_tables.h>

#include "tests/text/random_text.h"
#include "tests/text/sentencepiece_models.h"
#include "tests/text/subword/small_models.h"

namespace lingan::normalization_tables_test {
namespace {

using testing::small_model;
using testing::train_model;
using testing::training_lines;

/// What PieceNormalizer writes to.
class Text {
 public:
  void append(const char* text, uint32_t size) { bytes_.append(text, size); }
  void truncate(uint32_t size) { bytes_.resize(size); }
  uint32_t size() const { return static_cast<uint32_t>(bytes_.size()); }
  const char* data() const { return bytes_.data(); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::string normalized(const NormalizationTables& tables, const std::string& text) {
  Text output;
  const PieceNormalizerView view = tables.view();
  PieceNormalizer<Text>(view, output).run(text.data(), static_cast<uint32_t>(text.size()));
  return output.bytes();
}

struct Rule {
  std::string from, to;
};

/// A model whose trie maps these texts; `trie` and `texts` keep what it points into.
struct RuleModel {
  RuleModel(std::initializer_list<Rule> rules) {
    TrieEntries entries;
    for (const auto& [from, to] : rules) {
      entries.emplace_back(from, static_cast<int32_t>(texts.size()));
      texts += to + '\0';
    }
    const DoubleArray array = DoubleArray::build(entries);
    for (uint32_t i = 0; i < array.view().size; ++i) {
      for (int shift = 0; shift < 32; shift += 8) {
        trie += static_cast<char>(array.view().units[i] >> shift);
      }
    }
    model = small_model({{"a", -1}});
    model.normalization_trie = trie;
    model.normalization_texts = texts;
  }
  RuleModel(const RuleModel&) = delete;
  RuleModel& operator=(const RuleModel&) = delete;

  std::string trie, texts;
  SentencePieceModel model;
};

TEST(NormalizationTables, ReplaceTheLongestRuleAndMarkSpaces) {
  RuleModel rules{{"a", "x"}, {"ab", "yy"}, {"c", ""}, {"d", "p q"}};
  const NormalizationTables tables(rules.model);
  EXPECT_EQ(normalized(tables, "abacb"), "\u2581yyxb");
  EXPECT_EQ(normalized(tables, "  b   dc "), "\u2581b\u2581p\u2581q");
  EXPECT_EQ(normalized(tables, "b\xFF"), "\u2581b\uFFFD");
  EXPECT_EQ(normalized(tables, "  "), "");
}

TEST(NormalizationTables, FollowTheOptionsOfTheModel) {
  RuleModel rules{};
  rules.model.add_dummy_prefix = false;
  EXPECT_EQ(normalized(NormalizationTables(rules.model), " b  c "), "b\u2581c");
  rules.model.remove_extra_spaces = false;
  EXPECT_EQ(normalized(NormalizationTables(rules.model), " b  c "), "\u2581b\u2581\u2581c\u2581");
  rules.model.write_marks = false;
  EXPECT_EQ(normalized(NormalizationTables(rules.model), " b  c "), " b  c ");
  rules.model = small_model({{"a", -1}});
  rules.model.space_is_suffix = true;
  EXPECT_EQ(normalized(NormalizationTables(rules.model), "b c"), "b\u2581c\u2581");
}

TEST(NormalizationTables, LeaveUserDefinedPiecesAsTheyAre) {
  RuleModel rules{{"a", "x"}};
  rules.model.pieces.push_back({"ba", 0, PieceType::kUserDefined});
  EXPECT_EQ(normalized(NormalizationTables(rules.model), "aba"), "\u2581xba");
}

TEST(NormalizationTables, KnowWhatTheirRulesMayDo) {
  const RuleModel plain{{"a", "x"}}, spaced{{"a b", "x"}}, malformed{{"a", "\xFF"}};
  EXPECT_TRUE(NormalizationTables(plain.model).spaces_separate());
  EXPECT_FALSE(NormalizationTables(spaced.model).spaces_separate());
  EXPECT_TRUE(NormalizationTables(plain.model).writes_utf8());
  EXPECT_FALSE(NormalizationTables(malformed.model).writes_utf8());
}

TEST(NormalizationTables, CallBytesPlainThatNoRuleBeginsWith) {
  const RuleModel rules{{"a", "x"}, {"bc", "y"}, {"d\u0301", "z"}};
  const NormalizationTables tables(rules.model);
  const PieceNormalizerView view = tables.view();
  const auto class_of = [&view](char byte) { return view.classes[static_cast<uint8_t>(byte)]; };
  EXPECT_EQ(class_of('a'), ByteClass::kOther);
  EXPECT_EQ(class_of('b'), ByteClass::kOther);
  EXPECT_EQ(class_of('c'), ByteClass::kPlain);
  EXPECT_EQ(class_of('d'), ByteClass::kPlain);  // unless a byte follows that is not
  EXPECT_EQ(class_of(' '), ByteClass::kSpace);
  EXPECT_EQ(class_of('\xCC'), ByteClass::kOther);
  EXPECT_EQ(normalized(tables, "dd\u0301bcb"), "\u2581dzyb");
}

/// The library's pieces, joined, are the normalized text where none is unknown.
TEST(NormalizationTables, NormalizeAsTheLibraryDoes) {
  for (const std::string rules : {"identity", "nfkc", "nmt_nfkc_cf"}) {
    const std::string bytes =
        train_model(training_lines(),
                    "--model_type=unigram --vocab_size=330 --normalization_rule_name=" + rules);
    sentencepiece::SentencePieceProcessor library;
    ASSERT_TRUE(library.LoadFromSerializedProto(bytes).ok());
    const NormalizationTables tables(read_sentencepiece_model(bytes));
    testing::RandomText random(5, training_lines());
    for (int i = 0; i < 500; ++i) {
      const std::string text = random.next();
      std::vector<std::string> pieces;
      ASSERT_TRUE(library.Encode(text, &pieces).ok());
      std::string expected;
      for (const auto& piece : pieces) expected += piece;
      EXPECT_EQ(normalized(tables, text), expected) << rules << ::testing::PrintToString(text);
    }
  }
}

WordBoundary boundary_of(const std::vector<ModelPiece>& pieces, bool space_is_suffix = false) {
  SentencePieceModel model = small_model(pieces);
  model.space_is_suffix = space_is_suffix;
  return find_word_boundary(model);
}

TEST(WordBoundary, IsWhereNoPieceReachesAcross) {
  const ModelPiece before{"\u2581a"}, after{"a\u2581"}, across{"a\u2581b"}, marks{"\u2581\u2581"};
  EXPECT_EQ(boundary_of({before, marks}), WordBoundary::kBeforeMark);
  EXPECT_EQ(boundary_of({after, marks}), WordBoundary::kAfterMark);
  EXPECT_EQ(boundary_of({before, after}), WordBoundary::kNone);
  EXPECT_EQ(boundary_of({across}), WordBoundary::kNone);
  EXPECT_EQ(boundary_of({marks}), WordBoundary::kBeforeMark);
  EXPECT_EQ(boundary_of({marks}, true), WordBoundary::kAfterMark);
  SentencePieceModel model = small_model({before});
  model.write_marks = false;
  EXPECT_EQ(find_word_boundary(model), WordBoundary::kNone);
}

}  // namespace
}  // namespace lingan::normalization_tables_test
