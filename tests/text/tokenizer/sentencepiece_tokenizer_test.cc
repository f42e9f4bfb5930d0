#include <lingan/text/tokenizer/sentencepiece_tokenizer.h>

#include <gtest/gtest.h>
#include <sentencepiece_processor.h>

#include <lingan/base/error.h>
#include <lingan/text/base64.h>

#include "tests/text/sentencepiece_models.h"
#include "tests/text/training.h"

namespace lingan::sentencepiece_tokenizer_test {
namespace {

const std::vector<std::string> kLines = {
    "a man riding a wave on a surfboard",     "two dogs play with a ball in the park",
    "a train stops at the station",           "the quick brown fox jumps over the lazy dog",
    "several people walk down a busy street", "zebras graze on green grass near trees"};

/// The bytes of a model as its user would train it: the library's own defaults and `flags`.
std::string foreign_model(const std::string& flags) { return testing::train_model(kLines, flags); }

/// The model's bytes inside a saved tokenizer.
std::string model_of(const Tokenizer& tokenizer) {
  const std::string saved = tokenizer.serialize();
  const std::string key = "\"model\":\"";
  const size_t begin = saved.find(key) + key.size();
  return *decode_base64(saved.substr(begin, saved.find('"', begin) - begin));
}

class Subword : public ::testing::TestWithParam<std::string> {};

TEST_P(Subword, EncodesAsTheLibraryDoes) {
  const auto tokenizer = testing::train(GetParam(), kLines, 310);
  sentencepiece::SentencePieceProcessor library;
  ASSERT_TRUE(library.LoadFromSerializedProto(model_of(*tokenizer)).ok());
  EXPECT_EQ(tokenizer->size(), library.GetPieceSize());
  for (const auto& line : kLines) {
    EXPECT_EQ(tokenizer->encode(line), library.EncodeAsIds(line));
    EXPECT_EQ(tokenizer->decode(library.EncodeAsIds(line)),
              library.DecodeIds(library.EncodeAsIds(line)));
  }
}

TEST_P(Subword, WritesUnseenCharactersAsBytes) {
  const auto tokenizer = testing::train(GetParam(), kLines, 310);
  const std::string text = "Ünseen 漢字 😀";
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  for (const int32_t id : tokenizer->encode(text)) EXPECT_NE(id, tokenizer->specials().unk);
}

TEST_P(Subword, TakesAModelFileWithItsOwnIds) {
  const std::string model = foreign_model("--vocab_size=60 --model_type=" + GetParam());
  const auto tokenizer = load_tokenizer_bytes(model, "user.model");
  sentencepiece::SentencePieceProcessor library;
  ASSERT_TRUE(library.LoadFromSerializedProto(model).ok());
  EXPECT_EQ(tokenizer->kind(), GetParam());
  EXPECT_EQ(tokenizer->specials(), (SpecialTokens{library.GetPieceSize(), 1, 2, 0}));
  EXPECT_EQ(tokenizer->size(), library.GetPieceSize() + 1);
  for (const std::string line : {"a man  on ﬁre", "two　dogs"}) {
    EXPECT_EQ(tokenizer->encode(line), library.EncodeAsIds(line));
  }
  const std::vector<int32_t> ids{1, 0, tokenizer->specials().pad, 2};
  EXPECT_EQ(tokenizer->decode(ids), "<unk>");
  const auto again = load_tokenizer_bytes(tokenizer->serialize(), "saved");
  EXPECT_EQ(again->encode("a man riding"), tokenizer->encode("a man riding"));
  EXPECT_EQ(again->specials(), tokenizer->specials());
}

INSTANTIATE_TEST_SUITE_P(Models, Subword, ::testing::Values("unigram", "bpe"),
                         [](const auto& info) { return info.param; });

TEST(SentencePieceTokenizer, AppendsIdsThatTheModelLacks) {
  const std::string model =
      foreign_model("--vocab_size=60 --model_type=bpe --bos_id=-1 --eos_id=-1 --pad_id=-1");
  const auto tokenizer = load_tokenizer_bytes(model, "user.model");
  const int32_t own = tokenizer->size() - 3;
  EXPECT_EQ(tokenizer->specials(), (SpecialTokens{own, own + 1, own + 2, 0}));
  EXPECT_EQ(tokenizer->piece(own + 2), "<eos>");
}

}  // namespace
}  // namespace lingan::sentencepiece_tokenizer_test
