/// The kinds of tokenizers by name.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/text/tokenizer/tokenizer.h>
#include <lingan/text/tokenizer/tokenizer_document.h>

namespace lingan {

/// What a kind makes of text that comes without a tokenizer's file, as sentences to measure do.
enum class TextAtHand {
  kCannotSplit,  ///< its pieces depend on the text that it learnt from
  kLearnsIt,     ///< its pieces are the same whatever it learnt from: it learns the text at hand
  kHasItsTokens  ///< the text is in tokens already, lists of tokens too
};

/// A kind of tokenizer.
struct TokenizerCard {
  std::string_view name;  ///< Tokenizer::kind()
  std::string_view summary;
  std::string_view paper;
  TokenizerContent content;  ///< of its files
  /// As train_tokenizer, of options that fit and lines of valid UTF-8.
  std::unique_ptr<Tokenizer> (*train)(const TokenizerOptions&, const LineReader&);
  /// The tokenizer of a document of this kind.  @throws InputError if it is none.
  std::unique_ptr<Tokenizer> (*load)(TokenizerDocument);
  TextAtHand at_hand = TextAtHand::kCannotSplit;
};

/// All kinds: those of tokenizers.def.
std::span<const TokenizerCard> tokenizers();

/// The card of a kind to train; null where `name` is the path of a tokenizer's file.
/// @throws UsageError if it is neither, listing the kinds.
const TokenizerCard* kind_or_file(const std::string& name);

}  // namespace lingan
