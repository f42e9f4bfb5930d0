#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>

#include <sentencepiece_trainer.h>

#include <lingan/base/error.h>
#include <lingan/base/utf8.h>
#include <lingan/text/tokenizer/sentencepiece_tokenizer.h>

namespace lingan {
namespace {

constexpr int32_t kDefaultSize = 8000;

/// The library adds scores up by thread, so that a model depends on their number: always its
/// default, whatever the machine has.
constexpr int kThreads = 16;

/// At a line that is longer and has a word that is longer the library ends the process, or worse
/// (its numbers for places have 16 bits). Found by trial with SentencePiece 0.1.97.
constexpr size_t kLongLine = 32000;
constexpr size_t kLongWord = 1000;

/// U+2585: the library leaves out lines that have it.
constexpr std::string_view kUnknownSign = "\xE2\x96\x85";

/// U+2581: stands for a space, and before every line. Where it is rarer than the characters that
/// are left to bytes, it would come back as itself.
constexpr const char* kSpaceSign = "\xE2\x96\x81";

/// @throws InputError for a line that the library cannot learn from.
void check_line(std::string_view line) {
  size_t characters = 0, word = 0, longest = 0;
  for (const char byte : line) {
    if (is_utf8_trail(byte)) continue;
    ++characters;
    word = byte == ' ' ? 0 : word + 1;
    longest = std::max(longest, word);
  }
  if (characters <= kLongLine || longest <= kLongWord) return;
  throw InputError("has " + std::to_string(longest) + " characters without a space in a line of " +
                   std::to_string(characters) +
                   ", more than SentencePiece can learn from; break the line");
}

/// Feeds normalized lines to the trainer. An exception of the reader waits until the library has
/// returned, since it must not pass through its code.
class Lines : public sentencepiece::SentenceIterator {
 public:
  Lines(const LineReader& read, const NormalizerOptions& normalizer)
      : read_(read), normalizer_(normalizer) {
    Next();
  }

  bool done() const override { return done_; }
  const std::string& value() const override { return line_; }
  sentencepiece::util::Status status() const override { return {}; }

  void Next() override {
    try {
      line_.clear();
      while (line_.empty() && !done_) {
        const auto line = read_();
        done_ = !line;
        if (line) line_ = normalize(*line, normalizer_);
        check_line(line_);
      }
    } catch (...) {
      failure_ = std::current_exception();
      done_ = true;
    }
    any_ = any_ || (!done_ && line_.find(kUnknownSign) == std::string::npos);
  }

  /// Rethrows what the reader threw.
  void check() const {
    if (failure_) std::rethrow_exception(failure_);
  }
  /// @throws InputError if there was no line that the library looks at.
  void require_any() const {
    if (any_) return;
    throw InputError(
        "no text to learn a vocabulary from: every line is empty, or has U+2585, "
        "SentencePiece's sign for what is unknown");
  }

 private:
  const LineReader& read_;
  const NormalizerOptions& normalizer_;
  std::string line_;
  bool done_ = false;
  bool any_ = false;
  std::exception_ptr failure_;
};

int32_t wanted_size(const TokenizerOptions& options) {
  return options.vocabulary_size > 0 ? options.vocabulary_size : kDefaultSize;
}

std::unordered_map<std::string, std::string> trainer_flags(const TokenizerOptions& options) {
  return {{"model_type", options.kind},
          {"vocab_size", std::to_string(wanted_size(options))},
          {"hard_vocab_limit", "false"},
          {"byte_fallback", "true"},
          {"normalization_rule_name", "identity"},
          {"add_dummy_prefix", "true"},
          {"required_chars", kSpaceSign},
          {"remove_extra_whitespaces", "false"},
          {"shuffle_input_sentence", "false"},
          {"max_sentence_length", std::to_string(1 << 20)},
          {"num_threads", std::to_string(kThreads)},
          {"pad_id", "0"},
          {"bos_id", "1"},
          {"eos_id", "2"},
          {"unk_id", "3"},
          {"minloglevel", "3"}};
}

/// Calls what starts threads of its own.  @throws IoError where the system starts no more.
template <typename Train>
auto with_threads(const Train& train) {
  try {
    return train();
  } catch (const std::system_error& error) {
    throw IoError(
        std::string("SentencePiece needs ") + std::to_string(kThreads) +
        " threads to learn a vocabulary, and the system starts no more: " + error.code().message());
  }
}

}  // namespace

std::unique_ptr<Tokenizer> SentencePieceTokenizer::train(const TokenizerOptions& options,
                                                         const LineReader& lines) {
  Lines sentences(lines, options.normalizer);
  sentences.check();
  if (sentences.done()) sentences.require_any();
  std::string model;
  const auto status = with_threads([&] {
    return sentencepiece::SentencePieceTrainer::Train(trainer_flags(options), &sentences, &model);
  });
  sentences.check();
  if (status.ok())
    return std::make_unique<SentencePieceTokenizer>(std::move(model), options.normalizer);
  sentences.require_any();
  throw UsageError("`vocabulary_size` " + std::to_string(wanted_size(options)) +
                   ": too small for a " + options.kind +
                   " tokenizer of this text; 256 bytes, 4 special tokens and each of its "
                   "characters take an id, pieces of words the rest");
}

}  // namespace lingan
