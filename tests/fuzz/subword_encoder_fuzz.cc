/// Encodes any bytes as text with several SentencePiece models and compares with the library's ids.
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace {

using Flags = std::unordered_map<std::string, std::string>;

const std::vector<std::string> kLines = {
    "a man riding a wave on a surfboard in the ocean",
    "two dogs play with a ball in the park, and the other dog sleeps",
    "aa aaa aaaa bb bbb abab abba 00 000 0000 1111 !!! ... ---", "吾輩は猫である。名前はまだ無い。",
    "Größe, naïve café, ﬁre Ｗｉｄｅ"};

class Lines : public sentencepiece::SentenceIterator {
 public:
  bool done() const override { return next_ == kLines.size(); }
  void Next() override { ++next_; }
  const std::string& value() const override { return kLines[next_]; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  size_t next_ = 0;
};

/// A model in the library and in lingan.
struct Pair {
  explicit Pair(Flags flags) {
    flags.insert({{"vocab_size", "420"}, {"hard_vocab_limit", "false"}, {"minloglevel", "3"}});
    Lines lines;
    std::string model;
    const auto status = sentencepiece::SentencePieceTrainer::Train(flags, &lines, &model);
    if (!status.ok() || !library.LoadFromSerializedProto(model).ok()) __builtin_trap();
    ours = lingan::load_tokenizer_bytes(model, "model");
  }

  sentencepiece::SentencePieceProcessor library;
  std::unique_ptr<lingan::Tokenizer> ours;
};

const std::vector<std::unique_ptr<Pair>>& pairs() {
  static const auto all = [] {
    std::vector<std::unique_ptr<Pair>> made;
    for (const std::string kind : {"unigram", "bpe"}) {
      for (const Flags& flags :
           {Flags{}, Flags{{"byte_fallback", "true"}, {"normalization_rule_name", "identity"}},
            Flags{{"user_defined_symbols", "ab,<s1>,\u2581in"},
                  {"normalization_rule_name", "nfkc_cf"},
                  {"remove_extra_whitespaces", "false"}},
            Flags{{"split_by_whitespace", "false"}, {"treat_whitespace_as_suffix", "true"}}}) {
        Flags with_kind = flags;
        with_kind["model_type"] = kind;
        made.push_back(std::make_unique<Pair>(with_kind));
      }
    }
    return made;
  }();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& pair : pairs()) {
    std::vector<int> expected;
    if (!pair->library.Encode(text, &expected).ok()) __builtin_trap();
    if (pair->ours->encode(text) != expected) __builtin_trap();
  }
  return 0;
}
