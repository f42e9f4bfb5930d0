#include <lingan/text/tokenizer/tokenizer_document.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>

namespace lingan::tokenizer_document_test {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

TokenizerDocument word_document() {
  TokenizerDocument document;
  document.kind = "word";
  document.normalizer = {"nfkc", true};
  document.pieces = {"a", "\u00E9", "\"quoted\"", " ", std::string("nul\0", 4)};
  return document;
}

TokenizerDocument model_document() {
  TokenizerDocument document;
  document.kind = "bpe";
  for (int byte = 0; byte < 256; ++byte) document.model += static_cast<char>(byte);
  return document;
}

TokenizerDocument id_document() {
  TokenizerDocument document;
  document.kind = "ids";
  document.size = 5000;
  document.specials = {.pad = -1, .bos = 0, .eos = -1, .unk = 7};
  return document;
}

TEST(TokenizerDocument, GivesBackWhatItsKindHas) {
  for (const auto& document : {word_document(), model_document(), id_document()}) {
    const std::string text = format_tokenizer_document(document);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const TokenizerDocument again = parse_tokenizer_document(text);
    EXPECT_EQ(again.kind, document.kind);
    EXPECT_EQ(again.normalizer, document.normalizer);
    EXPECT_EQ(again.pieces, document.pieces);
    EXPECT_EQ(again.model, document.model);
    EXPECT_EQ(again.size, document.size);
    EXPECT_EQ(again.specials, document.specials);
  }
}

/// The format is a file's: its bytes stay.
TEST(TokenizerDocument, IsWrittenAsItsFormatSays) {
  TokenizerDocument document = word_document();
  document.pieces = {"a", "\u00E9"};
  EXPECT_EQ(format_tokenizer_document(document),
            "{\"format\":\"lingan-tokenizer\",\"version\":1,\"kind\":\"word\",\"normalizer\":"
            "{\"form\":\"nfkc\",\"lower_case\":true},\"pieces\":[\"a\",\"\u00E9\"]}");
  EXPECT_EQ(format_tokenizer_document(id_document()),
            "{\"format\":\"lingan-tokenizer\",\"version\":1,\"kind\":\"ids\",\"size\":5000,"
            "\"specials\":{\"pad\":-1,\"bos\":0,\"eos\":-1,\"unk\":7}}");
}

std::string refusal(const Json& json) {
  try {
    parse_tokenizer_document(json.dump());
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(TokenizerDocument, NeedsEveryKeyAndNoOther) {
  for (const auto& document : {word_document(), model_document(), id_document()}) {
    const Json whole = Json::parse(format_tokenizer_document(document));
    ASSERT_EQ(refusal(whole), "");
    for (const auto& [key, value] : whole.items()) {
      Json less = whole;
      less.erase(key);
      EXPECT_THAT(refusal(less), HasSubstr("the key '" + key + "' is missing"));
      Json wrong = whole;
      wrong[key] = nullptr;
      EXPECT_THAT(refusal(wrong), ::testing::StartsWith("'" + key + "'"));
    }
    Json more = whole;
    more["more"] = 1;
    EXPECT_THAT(refusal(more), HasSubstr("unknown key 'more'"));
  }
}

/// What they look like: the first lines of a `tokenizer.json`, and of a `tokenizer_config.json`.
TEST(TokenizerDocument, KnowsATokenizerOfHuggingFace) {
  for (const char* text :
       {R"({"version": "1.0", "truncation": null, "padding": null, "added_tokens":
            [{"id": 0, "content": "<s>", "special": true}], "normalizer": null})",
        R"({"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer":
            {"type": "ByteLevel"}, "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}})",
        R"({"add_prefix_space": false, "added_tokens_decoder": {"0": {"content": "<s>"}}})"}) {
    try {
      parse_tokenizer_document(text);
      FAIL() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("a tokenizer of Hugging Face")) << text;
    }
  }
}

TEST(TokenizerDocument, NamesTheByteOfMalformedJsonInWordsOfItsOwn) {
  for (const char* text : {"{\"format\": ", "{\"format\": 1e999}", "{\"\xFF\": 1}", "{'a': 1}"}) {
    try {
      parse_tokenizer_document(text);
      FAIL() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("malformed JSON"));
      EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("json.exception")));
    }
  }
}

TEST(TokenizerDocument, ChecksNumbersAgainstTheirRange) {
  Json json = Json::parse(format_tokenizer_document(id_document()));
  for (const Json& size :
       {Json(1.5), Json("5"), Json(int64_t{1} << 31), Json(-(int64_t{1} << 40))}) {
    json["size"] = size;
    EXPECT_THAT(refusal(json), HasSubstr("'size' must be a number of 32 bits")) << size;
  }
}

}  // namespace
}  // namespace lingan::tokenizer_document_test
