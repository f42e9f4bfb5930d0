#include <lingan/text/tokenizer/tokenizer_document.h>

#include <set>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/json_value.h>
#include <lingan/text/base64.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "lingan-tokenizer";
constexpr int kVersion = 1;
constexpr int kDeepest = 2;

/// One JSON object, with messages that name the key.
class Object {
 public:
  /// @param outer  what messages begin with: the key of an object inside another.
  explicit Object(const Json& json, std::string outer = {})
      : json_(json), outer_(std::move(outer)) {
    if (!json.is_object()) throw InputError(outer_ + "expected a JSON object");
  }

  /// @throws InputError if there are keys besides these.
  void allow(const std::set<std::string>& keys) const {
    for (const auto& [key, value] : json_.items()) {
      if (!keys.contains(key)) throw InputError(outer_ + "unknown key '" + key + "'");
    }
  }

  std::string text(const char* key) const {
    const Json& value = at(key);
    if (!value.is_string()) fail(key, "a string");
    return value.get<std::string>();
  }

  bool flag(const char* key) const {
    const Json& value = at(key);
    if (!value.is_boolean()) fail(key, "true or false");
    return value.get<bool>();
  }

  int32_t integer(const char* key) const {
    const Json& value = at(key);
    if (!value.is_number_integer() || value < Json(INT32_MIN) || value > Json(INT32_MAX)) {
      fail(key, "a number of 32 bits");
    }
    return value.get<int32_t>();
  }

  std::vector<std::string> texts(const char* key) const {
    const Json& value = at(key);
    if (!value.is_array()) fail(key, "an array of strings");
    std::vector<std::string> result;
    result.reserve(value.size());
    for (const Json& element : value) {
      if (!element.is_string()) fail(key, "an array of strings");
      result.push_back(element.get<std::string>());
    }
    return result;
  }

  Object object(const char* key) const { return Object(at(key), outer_ + "'" + key + "': "); }

 private:
  const Json& at(const char* key) const {
    const auto entry = json_.find(key);
    if (entry == json_.end()) throw InputError(outer_ + "the key '" + key + "' is missing");
    return *entry;
  }

  [[noreturn]] void fail(const char* key, const char* expected) const {
    throw InputError(outer_ + "'" + key + "' must be " + expected);
  }

  const Json& json_;
  std::string outer_;
};

/// Deeper JSON may be another program's.
void refuse_nesting(const std::set<std::string>& keys) {
  for (const char* key : {"added_tokens", "added_tokens_decoder", "pre_tokenizer"}) {
    if (!keys.contains(key)) continue;
    throw InputError(
        "a tokenizer of Hugging Face, whose files lingan does not read; it reads those that it "
        "learnt itself, and SentencePiece's .model");
  }
}

Json normalizer_json(const NormalizerOptions& options) {
  return {{"form", options.form}, {"lower_case", options.lower_case}};
}

NormalizerOptions read_normalizer(const Object& object) {
  object.allow({"form", "lower_case"});
  return {object.text("form"), object.flag("lower_case")};
}

SpecialTokens read_specials(const Object& object) {
  object.allow({"pad", "bos", "eos", "unk"});
  return {object.integer("pad"), object.integer("bos"), object.integer("eos"),
          object.integer("unk")};
}

TokenizerContent content_of(const std::string& kind) {
  const TokenizerCard* card = card_named(tokenizers(), kind);
  if (card != nullptr) return card->content;
  throw InputError(unknown_name("tokenizer", kind, card_names(tokenizers())));
}

void check_header(const Object& object) {
  if (object.text("format") != kFormat) {
    throw InputError("no tokenizer of lingan ('format' must be '" + std::string(kFormat) + "')");
  }
  if (const int version = object.integer("version"); version != kVersion) {
    throw InputError("tokenizer format version " + std::to_string(version) +
                     "; this program reads version " + std::to_string(kVersion));
  }
}

}  // namespace

std::string format_tokenizer_document(const TokenizerDocument& document) {
  nlohmann::ordered_json json{{"format", kFormat}, {"version", kVersion}, {"kind", document.kind}};
  const TokenizerContent content = find_card(tokenizers(), document.kind, "tokenizer").content;
  if (content == TokenizerContent::kIds) {
    const SpecialTokens& marks = document.specials;
    json["size"] = document.size;
    json["specials"] = {
        {"pad", marks.pad}, {"bos", marks.bos}, {"eos", marks.eos}, {"unk", marks.unk}};
    return json.dump();
  }
  json["normalizer"] = normalizer_json(document.normalizer);
  if (content == TokenizerContent::kModel) {
    json["model"] = encode_base64(document.model);
  } else {
    json["pieces"] = document.pieces;
  }
  return json.dump();
}

TokenizerDocument parse_tokenizer_document(std::string_view text) {
  const Json json = parse_json_document(text, kDeepest, refuse_nesting);
  const Object object(json);
  check_header(object);
  TokenizerDocument document;
  document.kind = object.text("kind");
  const TokenizerContent content = content_of(document.kind);
  if (content == TokenizerContent::kIds) {
    object.allow({"format", "version", "kind", "size", "specials"});
    document.size = object.integer("size");
    document.specials = read_specials(object.object("specials"));
    return document;
  }
  document.normalizer = read_normalizer(object.object("normalizer"));
  if (content == TokenizerContent::kModel) {
    object.allow({"format", "version", "kind", "normalizer", "model"});
    auto model = decode_base64(object.text("model"));
    if (!model) throw InputError("'model' is no base64");
    document.model = std::move(*model);
  } else {
    object.allow({"format", "version", "kind", "normalizer", "pieces"});
    document.pieces = object.texts("pieces");
  }
  return document;
}

}  // namespace lingan
