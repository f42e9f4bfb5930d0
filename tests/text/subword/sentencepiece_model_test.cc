#include <lingan/text/subword/sentencepiece_model.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sentencepiece_processor.h>

#include <limits>

#include <lingan/base/error.h>
#include <lingan/text/tokenizer/tokenizer.h>

#include "tests/text/sentencepiece_models.h"

namespace lingan::sentencepiece_model_test {
namespace {

using testing::append_bytes_field;
using testing::append_varint;
using testing::encode_piece;
using ::testing::HasSubstr;
using testing::train_model;
using testing::training_lines;

std::string default_model(const std::string& flags) {
  return train_model(training_lines(), "--vocab_size=330 " + flags);
}

/// A model of one piece, with more fields after it.
std::string tiny_model(const ModelPiece& piece = {"a", -1}, const std::string& more = "") {
  std::string bytes;
  append_bytes_field(bytes, 1, encode_piece(piece));
  return bytes + more;
}

std::string with_character_map(const std::string& map) {
  std::string spec, field;
  append_bytes_field(spec, 2, map);
  append_bytes_field(field, 3, spec);
  return tiny_model({"a", -1}, field);
}

std::string number(uint32_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

/// The reason that a model is refused for; empty where it is not.
std::string refusal(const std::string& bytes) {
  try {
    check_sentencepiece_model(bytes);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(SentencePieceModel, HasThePiecesOfTheLibrary) {
  for (const std::string kind : {"unigram", "bpe"}) {
    const std::string bytes = default_model(
        "--model_type=" + kind + " --user_defined_symbols=<sep> --control_symbols=<mask>");
    EXPECT_EQ(check_sentencepiece_model(bytes), kind);
    const SentencePieceModel model = read_sentencepiece_model(bytes);
    sentencepiece::SentencePieceProcessor library;
    ASSERT_TRUE(library.LoadFromSerializedProto(bytes).ok());
    ASSERT_EQ(model.pieces.size(), static_cast<size_t>(library.GetPieceSize()));
    int user_defined = 0;
    for (int id = 0; id < library.GetPieceSize(); ++id) {
      const ModelPiece& piece = model.pieces[static_cast<size_t>(id)];
      EXPECT_EQ(piece.text, library.IdToPiece(id));
      EXPECT_EQ(piece.score, library.GetScore(id));
      EXPECT_EQ(piece.type == PieceType::kControl, library.IsControl(id)) << piece.text;
      EXPECT_EQ(piece.type == PieceType::kUnknown, library.IsUnknown(id)) << piece.text;
      user_defined += piece.type == PieceType::kUserDefined ? 1 : 0;
    }
    EXPECT_EQ(user_defined, 1);
  }
}

TEST(SentencePieceModel, HasTheOptionsThatItWasTrainedWith) {
  const std::string plain_bytes = default_model("--normalization_rule_name=identity");
  const SentencePieceModel plain = read_sentencepiece_model(plain_bytes);
  EXPECT_FALSE(plain.byte_fallback);
  EXPECT_FALSE(plain.space_is_suffix);
  EXPECT_TRUE(plain.add_dummy_prefix);
  EXPECT_TRUE(plain.remove_extra_spaces);
  EXPECT_TRUE(plain.write_marks);
  EXPECT_TRUE(plain.normalization_trie.empty());
  const std::string other_bytes = train_model(
      training_lines(),
      "--vocab_size=560 --byte_fallback=true --treat_whitespace_as_suffix=true "
      "--add_dummy_prefix=false --remove_extra_whitespaces=false --normalization_rule_name=nfkc");
  const SentencePieceModel other = read_sentencepiece_model(other_bytes);
  EXPECT_TRUE(other.byte_fallback);
  EXPECT_TRUE(other.space_is_suffix);
  EXPECT_FALSE(other.add_dummy_prefix);
  EXPECT_FALSE(other.remove_extra_spaces);
  EXPECT_EQ(other.normalization_trie.size() % 1024, 0U);
  EXPECT_EQ(other.normalization_texts.back(), '\0');
}

TEST(SentencePieceModel, IsUnigramUnlessItSaysOtherwise) {
  EXPECT_EQ(check_sentencepiece_model(tiny_model()), "unigram");
  std::string type, trainer;
  append_varint(type, 3 << 3);
  append_varint(type, 2);
  append_bytes_field(trainer, 2, type);
  EXPECT_EQ(check_sentencepiece_model(tiny_model({"a", -1}, trainer)), "bpe");
}

TEST(SentencePieceModel, RefusesPiecesThatAreNoTextOrHaveNoScore) {
  EXPECT_THAT(refusal(""), HasSubstr("malformed SentencePiece model: it has no pieces"));
  EXPECT_EQ(refusal(tiny_model()), "");
  EXPECT_THAT(refusal(tiny_model({"\xC0\x80", -1})), HasSubstr("not UTF-8"));
  EXPECT_THAT(refusal(tiny_model({{"a\0", 2}, -1})), HasSubstr("not UTF-8"));
  for (const float score : {std::numeric_limits<float>::infinity(), std::nanf("")}) {
    EXPECT_THAT(refusal(tiny_model({"a", score})), HasSubstr("score that is no number"));
  }
}

TEST(SentencePieceModel, RefusesACharacterMapThatLeadsOutside) {
  constexpr uint32_t kLeaf = 1u << 31, kEndsKey = 1u << 8;
  std::vector<uint32_t> units(256, kLeaf);
  const auto map = [&units](const std::string& texts) {
    std::string trie;
    for (const uint32_t unit : units) trie += number(unit);
    return with_character_map(number(static_cast<uint32_t>(trie.size())) + trie + texts);
  };
  const std::string text("x\0", 2);
  EXPECT_THAT(refusal(map(text)), HasSubstr("no root"));
  units[0] = 0;
  EXPECT_EQ(refusal(map(text)), "");
  EXPECT_THAT(refusal(map("x")), HasSubstr("have no end"));
  EXPECT_THAT(refusal(map("")), HasSubstr("truncated"));
  units[0] = 256u << 10;  // to children after the last unit
  EXPECT_THAT(refusal(map(text)), HasSubstr("outside of itself"));
  units[0] = 0;
  units['a'] = 'a' | kEndsKey | (('a' ^ 2u) << 10);  // its value is unit 2
  units[2] = kLeaf | 1;
  EXPECT_EQ(refusal(map(text)), "");
  units[2] = kLeaf | 2;
  EXPECT_THAT(refusal(map(text)), HasSubstr("text outside of the model"));
  EXPECT_THAT(refusal(with_character_map(number(6) + "abcdef" + text)), HasSubstr("truncated"));
  EXPECT_THAT(refusal(with_character_map("abc")), HasSubstr("truncated"));
}

TEST(SentencePieceModel, RefusesWordAndCharacterModels) {
  for (const std::string type : {"word", "char"}) {
    const std::string model = default_model("--model_type=" + type);
    EXPECT_THAT(refusal(model), HasSubstr("SentencePiece model of type " + type));
  }
}

/// A cut model is refused, or it is one that the library can use.
TEST(SentencePieceModel, SurvivesTruncationAtEveryByte) {
  const std::string model = default_model("--model_type=bpe --normalization_rule_name=identity");
  size_t refused = 0;
  for (size_t size = 0; size < model.size(); size += size < 2000 ? 1 : 7) {
    try {
      load_tokenizer_bytes(model.substr(0, size), "cut")->encode("a man");
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("cut")) << size;
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000U);
  EXPECT_THROW(load_tokenizer_bytes(model.substr(0, model.size() / 2), "cut"), InputError);
}

/// Changes bytes of the normalization map, which the library itself trusts.
TEST(SentencePieceModel, SurvivesDamagedNormalizationTries) {
  const std::string model = default_model("--model_type=bpe");
  const size_t map = model.size() > 200000 ? model.size() / 2 : 0;
  ASSERT_GT(map, 0u) << "the default model has a large normalization map";
  int refused = 0;
  for (size_t step = 0; step < 40; ++step) {
    std::string damaged = model;
    for (size_t i = 0; i < 8; ++i) damaged[map - 90000 + step * 4096 + i] = '\x5F';
    try {
      load_tokenizer_bytes(damaged, "damaged")->encode("a mán ﬁre Ｗide ㍿ 각");
    } catch (const InputError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace lingan::sentencepiece_model_test
