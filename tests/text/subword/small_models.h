/// SentencePiece models of a few pieces, and all texts over a few letters.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <lingan/text/subword/sentencepiece_model.h>

namespace lingan::testing {

/// A model with `<unk>` 0 and then these pieces, which must live as long as the model.
inline SentencePieceModel small_model(const std::vector<ModelPiece>& pieces) {
  SentencePieceModel model;
  model.pieces.push_back({"<unk>", 0, PieceType::kUnknown});
  model.pieces.insert(model.pieces.end(), pieces.begin(), pieces.end());
  return model;
}

/// The bytes of 256 byte pieces, `<0x00>` to `<0xFF>`.
inline const std::vector<std::string>& byte_texts() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> all;
    const std::string digits = "0123456789ABCDEF";
    for (size_t byte = 0; byte < 256; ++byte) {
      all.push_back(std::string("<0x") + digits[byte / 16] + digits[byte % 16] + ">");
    }
    return all;
  }();
  return texts;
}

/// Appends a piece for every byte, so that unknown text is written as bytes.
inline void add_bytes(SentencePieceModel& model) {
  model.byte_fallback = true;
  for (const auto& text : byte_texts()) model.pieces.push_back({text, 0, PieceType::kByte});
}

/// All texts of 1 to `longest` of these letters.
inline std::vector<std::string> all_texts(const std::string& letters, size_t longest) {
  std::vector<std::string> texts = {""};
  for (size_t begin = 0, length = 1; length <= longest; ++length) {
    const size_t end = texts.size();
    for (; begin < end; ++begin) {
      for (const char letter : letters) texts.push_back(texts[begin] + letter);
    }
  }
  texts.erase(texts.begin());
  return texts;
}

}  // namespace lingan::testing
