/// Tokenizers: text to token ids and back, with one interface.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/text/normalizer.h>

namespace lingan {

struct SubwordModel;

/// Text to ids and back. Objects are immutable; all members may be called from several threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// The name of its card: tokenizers().
  virtual std::string_view kind() const = 0;

  /// How many ids there are, special tokens included: ids are 0..size()-1.
  virtual int32_t size() const = 0;

  virtual SpecialTokens specials() const = 0;

  /// The normalization that encode applies first. A loaded SentencePiece model may have more rules.
  virtual NormalizerOptions normalizer() const { return {"none", false}; }

  /// The text of an id; special tokens read `<pad>`, `<bos>`, `<eos>`, `<unk>`.
  /// @throws UsageError if id is not in 0..size()-1.
  virtual std::string piece(int32_t id) const = 0;

  /// The ids of a line of valid UTF-8, normalized first; no bos, no eos.
  virtual std::vector<int32_t> encode(std::string_view line) const = 0;

  /// encode, its ids appended to `ids`: for loops over many lines.
  virtual void append_ids(std::string_view line, std::vector<int32_t>& ids) const;

  /// The SentencePiece model that encode runs on normalized text, so that a device can run it; null
  /// for a tokenizer of another kind.
  virtual const SubwordModel* subword_model() const { return nullptr; }

  /// The text of ids; bos, eos and pad read as nothing. decode(encode(x)) is the normalized x for
  /// text whose every piece the vocabulary knows.
  virtual std::string decode(std::span<const int32_t> ids) const = 0;

  /// All that load_tokenizer_bytes needs to make this tokenizer again.
  virtual std::string serialize() const = 0;
};

/// What to train a tokenizer with.
struct TokenizerOptions {
  std::string kind = "word";  ///< a name in tokenizers(); `ids` reads lines of numbers
  int32_t vocabulary_size =
      0;  ///< maximum number of ids, specials included; 0: all words, or 8000 for unigram and bpe
  int64_t min_count = 1;         ///< drop words seen less often (word, whitespace, character)
  NormalizerOptions normalizer;  ///< applied before anything else, in training and in use
};

/// Yields the next line of the training text, valid UTF-8 without its newline; nothing at the end.
using LineReader = std::function<std::optional<std::string>()>;

/// Builds a tokenizer from text. Deterministic: words are ordered by falling count, then by code
/// points.
/// @throws UsageError for an unknown kind or a size that does not fit, InputError if there is no
/// text to learn from.
std::unique_ptr<Tokenizer> train_tokenizer(const TokenizerOptions& options,
                                           const LineReader& lines);

/// A tokenizer from Tokenizer::serialize's bytes, or from the bytes of a SentencePiece `.model`
/// file.
/// @param where  the file's name, for messages.
/// @throws InputError if the bytes are malformed; never allocates more than a small multiple of
/// their number.
std::unique_ptr<Tokenizer> load_tokenizer_bytes(std::string_view bytes, const std::string& where);

/// load_tokenizer_bytes of a file's content.
std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& path);

/// A tokenizer whose pieces are the numbers 0..size-1, for oracle data: lines of ids, all of one
/// length where `specials.eos` is -1.
std::unique_ptr<Tokenizer> make_id_tokenizer(int32_t size, SpecialTokens specials);

}  // namespace lingan
