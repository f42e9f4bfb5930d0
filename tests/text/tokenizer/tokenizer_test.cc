#include <lingan/text/tokenizer/tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tests/test_data.h"
#include "tests/text/training.h"

namespace lingan::tokenizer_test {
namespace {

using ::testing::HasSubstr;
using testing::train;

/// Text that trips tokenizers: runs of spaces, spaces at the ends, marks in odd places, several
/// scripts, emoji sequences, combining marks that NFC composes and some that it cannot.
const std::vector<std::string> kOddLines = {
    "Hello, world! How are you?",
    " two  spaces   here ",
    "tabs\tand\u00A0other\u3000spaces \t mixed",
    "He said: \"don't (ever) do it...\" -- well-known, e.g. 3.14% of $5, 12:30",
    "no,space .odd ( marks ) a/b @home #tag x_y <glue> <unk> <pad> </s> <0x41>",
    "吾輩は猫である。名前はまだ無い。 ABC と 123、混ぜる",
    "我喜欢音乐，你呢？ I like music too",
    "ภาษาไทยไม่มีช่องว่าง แต่มีบ้าง",
    "👩‍👩‍👧‍👦 family 👍🏽👍🏽 🇩🇪🇫🇷 1️⃣ ❤️",
    "e\u0301 = é, q\u0307\u0323 x\u0336y\u0336 \u0301start \u0308",
    "한국어 문장입니다. 각",
    "\u200Dzero\u200Bwidth\u2060joiner\uFEFFmark",
    "العربية، نعم؟ עברית",
    "«guillemets» ‘single’ “double” dogs’ ¿qué?",
    "",
    " ",
};

std::vector<std::string> read_lines(const std::string& name, size_t count) {
  CorpusLines reader(testing::shared_data() / name, BadText::kError);
  std::vector<std::string> lines;
  while (lines.size() < count) {
    auto line = reader.next();
    if (!line) break;
    lines.push_back(std::move(*line));
  }
  return lines;
}

/// The normalized form of a line as a kind of tokenizer gives it back.
std::string expected_text(const std::string& kind, const std::string& line) {
  std::string text = normalize(line, {});
  const auto words = testing::words_of(text);
  if (kind == "line" && !words.empty()) {
    const size_t begin = text.find(words.front());
    return text.substr(begin, text.rfind(words.back()) + words.back().size() - begin);
  }
  if (kind != "whitespace" && kind != "line") return text;
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

class EveryKind : public ::testing::TestWithParam<std::string> {
 protected:
  void expect_round_trip(const std::vector<std::string>& lines, int32_t size) {
    const auto learnt = train(GetParam(), lines, size);
    const auto tokenizer = load_tokenizer_bytes(learnt->serialize(), "saved");
    EXPECT_EQ(tokenizer->kind(), GetParam());
    EXPECT_EQ(tokenizer->size(), learnt->size());
    EXPECT_EQ(tokenizer->serialize(), learnt->serialize());
    for (const auto& line : lines) {
      const auto ids = tokenizer->encode(line);
      EXPECT_EQ(ids, learnt->encode(line));
      EXPECT_EQ(tokenizer->decode(ids), expected_text(GetParam(), line));
    }
  }
  bool is_subword() const {
    return find_card(tokenizers(), GetParam(), "tokenizer").content == TokenizerContent::kModel;
  }
};

TEST_P(EveryKind, NeedsTextThatIsNotBlank) {
  for (const std::vector<std::string>& blank :
       {std::vector<std::string>{}, {""}, {" ", "\t", "", "\u00A0\u3000"}}) {
    EXPECT_THROW(train(GetParam(), blank, is_subword() ? 300 : 0), InputError);
  }
}

TEST_P(EveryKind, GivesBackOddText) { expect_round_trip(kOddLines, is_subword() ? 520 : 0); }

TEST_P(EveryKind, GivesBackAnEnglishNovel) {
  LINGAN_NEEDS_DATA("multilingual/botchan.txt");
  expect_round_trip(read_lines("multilingual/botchan.txt", 1500), is_subword() ? 1000 : 0);
}

TEST_P(EveryKind, GivesBackAJapaneseNovel) {
  LINGAN_NEEDS_DATA("multilingual/wagahaiwa_nekodearu.txt");
  expect_round_trip(read_lines("multilingual/wagahaiwa_nekodearu.txt", 200),
                    is_subword() ? 3000 : 0);
}

TEST_P(EveryKind, ReadsSpecialIdsAsNothingAndUnkAsItsName) {
  const auto tokenizer = train(GetParam(), kOddLines, is_subword() ? 520 : 0);
  EXPECT_EQ(tokenizer->specials(), SpecialTokens{});
  EXPECT_EQ(tokenizer->decode(std::vector<int32_t>{1, 3, 2, 0, 0}), "<unk>");
  EXPECT_EQ(tokenizer->piece(0), "<pad>");
  EXPECT_EQ(tokenizer->piece(1), "<bos>");
  EXPECT_EQ(tokenizer->piece(2), "<eos>");
  EXPECT_EQ(tokenizer->piece(3), "<unk>");
  EXPECT_THROW(tokenizer->piece(-1), UsageError);
  EXPECT_THROW(tokenizer->piece(tokenizer->size()), UsageError);
  EXPECT_THROW(tokenizer->decode(std::vector<int32_t>{tokenizer->size()}), UsageError);
}

TEST_P(EveryKind, NeedsText) {
  EXPECT_THROW(train(GetParam(), {}, 0), InputError);
  EXPECT_THROW(train(GetParam(), {"", ""}, 0), InputError);
  EXPECT_THROW(train(GetParam(), {"bad \xFF"}, 0), InputError);
}

/// All but those of numbers.
std::vector<std::string> kinds_of_text() {
  std::vector<std::string> kinds;
  for (const TokenizerCard& card : tokenizers()) {
    if (card.content != TokenizerContent::kIds) kinds.emplace_back(card.name);
  }
  return kinds;
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryKind, ::testing::ValuesIn(kinds_of_text()),
                         [](const auto& info) { return info.param; });

TEST(TrainTokenizer, NormalizesInTrainingAndInUse) {
  const TokenizerOptions options{.kind = "whitespace", .normalizer = {"nfkc", true}};
  const auto learnt = train_tokenizer(options, testing::reader_of({"Ａ b"}));
  const auto tokenizer = load_tokenizer_bytes(learnt->serialize(), "saved");
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("a B Ｂ")), "a b b");
  EXPECT_EQ(tokenizer->normalizer(), options.normalizer);
}

TEST(TrainTokenizer, RefusesWhatDoesNotExist) {
  EXPECT_THROW(train("wordpiece", {"a"}, 0), UsageError);
  EXPECT_THROW(train("word", {"a"}, -1), UsageError);
  const TokenizerOptions form{.normalizer = {"nfd", false}};
  EXPECT_THROW(train_tokenizer(form, testing::reader_of({"a"})), UsageError);
}

TEST(LoadTokenizer, RefusesMalformedFiles) {
  const std::string head = R"({"format":"lingan-tokenizer","version":1,"kind":)";
  const std::string normal = R"("normalizer":{"form":"nfc","lower_case":false})";
  const struct {
    std::string bytes;
    const char* reason;
  } cases[] = {
      {"", "neither"},
      {"\x89PNG", "neither"},
      {"{", "malformed"},
      {"{\"format\":\"\xFF\"}", "malformed"},
      {R"({"format":"other"})", "no tokenizer"},
      {R"({"format":"lingan-tokenizer","version":2})", "version 2"},
      {R"({"format":"lingan-tokenizer","version":1.5})", "'version' must be"},
      {head + "7}", "'kind' must be a string"},
      {head + R"("wordpiece",)" + normal + R"(,"pieces":[]})",
       "tokenizer 'wordpiece' is not known"},
      {head + R"("word"})", "'normalizer' is missing"},
      {head + R"("word",)" + normal + "}", "'pieces' is missing"},
      {head + R"("word",)" + normal + R"(,"pieces":[1]})", "array of strings"},
      {head + R"("word",)" + normal + R"(,"pieces":["a","a"]})", "appears twice"},
      {head + R"("word",)" + normal + R"(,"pieces":["a",""]})", "is empty"},
      {head + R"("word",)" + normal + R"(,"pieces":["<unk>"]})", "appears twice"},
      {head + R"("word",)" + normal + R"(,"pieces":["a"],"more":1})", "unknown key 'more'"},
      {head + R"("word","kind":"word"})", "appears twice"},
      {head + R"("word","normalizer":{"form":"nfd","lower_case":false},"pieces":["a"]})", "'nfd'"},
      {head + R"("word",)" + normal + R"(,"pieces":[["a"]]})", "too deep"},
      {std::string(100000, '{'), "malformed"},
      {head + std::string(100000, '['), "too deep"},
      {head + R"("bpe",)" + normal + R"(,"model":"%%%%"})", "no base64"},
      {head + R"("bpe",)" + normal + R"(,"model":""})", "no pieces"},
      {head + R"("ids","size":0,"specials":{"pad":-1,"bos":0,"eos":-1,"unk":-1}})", "size 0"},
      {head + R"("ids","size":99999999999,"specials":{}})", "'size' must be"},
      {head + R"("ids","size":5,"specials":{"pad":9,"bos":0,"eos":-1,"unk":-1}})", "pad is 9"},
      {head + R"("ids","size":5,"specials":{"pad":0,"bos":1,"eos":5,"unk":-1}})", "eos is 5"},
  };
  for (const auto& [bytes, reason] : cases) {
    try {
      load_tokenizer_bytes(bytes, "file");
      ADD_FAILURE() << bytes.substr(0, 200) << " was accepted";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(reason)) << bytes.substr(0, 200);
      EXPECT_THAT(error.what(), ::testing::StartsWith("file"));
      EXPECT_LT(std::string(error.what()).size(), 300u);
    }
  }
}

}  // namespace
}  // namespace lingan::tokenizer_test
