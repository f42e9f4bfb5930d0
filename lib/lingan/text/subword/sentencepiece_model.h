/// SentencePiece's `.model` files: checks of their bytes before the library sees them, and what
/// encoding needs of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// Checks that the library can use the bytes of a `.model` file without reading outside of them:
/// the messages' framing, pieces that are text with finite scores, and normalization tries
/// (darts-clone double arrays) all of whose transitions stay inside. The library trusts the last of
/// these.
/// @return the model's kind, `unigram` or `bpe`.
/// @throws InputError if the bytes are malformed, or the model is of another kind (word, char).
std::string_view check_sentencepiece_model(std::string_view bytes);

/// What a piece is for; the numbers of sentencepiece_model.proto.
enum class PieceType : uint8_t {
  kNormal = 1,
  kUnknown = 2,
  kControl = 3,      ///< never found in text
  kUserDefined = 4,  ///< found in text before anything else
  kUnused = 5,       ///< built from, but never written
  kByte = 6,         ///< a byte of unknown text
};

/// A piece; its id is its place in the model.
struct ModelPiece {
  std::string_view text;
  float score = 0;
  PieceType type = PieceType::kNormal;

  /// Whether text is compared with it; the others are reserved.
  bool is_matched() const {
    return type == PieceType::kNormal || type == PieceType::kUserDefined ||
           type == PieceType::kUnused;
  }
};

/// A model's content; texts point into its bytes.
struct SentencePieceModel {
  std::vector<ModelPiece> pieces;
  bool byte_fallback = false;  ///< unknown text is written as bytes
  bool space_is_suffix = false;
  bool add_dummy_prefix = true;
  bool remove_extra_spaces = true;
  bool write_marks = true;              ///< spaces become U+2581
  std::string_view normalization_trie;  ///< a double array of little-endian units; may be empty
  std::string_view normalization_texts;
};

/// Reads a model that check_sentencepiece_model has let pass.
SentencePieceModel read_sentencepiece_model(std::string_view bytes);

}  // namespace lingan
