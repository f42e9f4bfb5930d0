/// The file format of tokenizers: one JSON object.
///
/// `{"format": "lingan-tokenizer", "version": 1, "kind": ..., ...}` with what TokenizerContent
/// says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/text/normalizer.h>

namespace lingan {

/// What the object holds besides format, version and kind; a kind's card says which.
enum class TokenizerContent {
  kPieces,  ///< `normalizer` {`form`, `lower_case`} and `pieces`, the learnt pieces in the order of
            ///< their ids, which start at 4
  kModel,   ///< `normalizer` and `model`, the bytes of a SentencePiece model in base64
  kIds,     ///< `size` and `specials` {`pad`, `bos`, `eos`, `unk`}
};

/// What such an object says; members that its kind does not use stay empty.
struct TokenizerDocument {
  std::string kind;
  NormalizerOptions normalizer;
  std::vector<std::string> pieces;
  std::string model;  ///< SentencePiece's bytes
  int32_t size = 0;
  SpecialTokens specials;
};

/// The JSON text, without line breaks.
std::string format_tokenizer_document(const TokenizerDocument& document);

/// Reads the JSON text.
/// @throws InputError for malformed or too deep JSON, keys that are unknown, missing or double,
/// values of a wrong type, and kinds and versions that this program does not know.
TokenizerDocument parse_tokenizer_document(std::string_view text);

}  // namespace lingan
