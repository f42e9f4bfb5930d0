/// SentencePiece's normalization of a line: rules of a model, spaces as marks; on host and device.
///
/// Source: Kudo, Richardson 2018, "SentencePiece" (arXiv:1808.06226), section 3; the behaviour is
/// that of version 0.1.97, which the tests compare with.
#pragma once

#include <cstdint>

#include <lingan/base/utf8.h>
#include <lingan/text/subword/kernels/double_array.h>

namespace lingan {

/// U+2581, which stands for a space in pieces.
constexpr char kSpaceMark[] = "\xE2\x96\x81";
constexpr uint32_t kSpaceMarkBytes = 3;

/// What a byte is to a model's rules.
enum class ByteClass : uint8_t {
  kOther,  ///< rules or more bytes may be involved
  kPlain,  ///< stays as it is where the next byte is plain, a space or the end
  kSpace,  ///< the same of the space, which is written as a mark
};

/// A model's rules. `rules` leads to offsets in `texts`, whose texts each end with a NUL.
struct PieceNormalizerView {
  DoubleArrayView rules;
  const char* texts = nullptr;
  DoubleArrayView symbols;             ///< user-defined symbols: they pass through unchanged
  const ByteClass* classes = nullptr;  ///< [256]
  bool add_mark = true;                ///< a mark before the line, or after it
  bool mark_is_suffix = false;         ///< ...after it: pieces end with a mark
  bool remove_extra_spaces = true;     ///< at the ends, and all but one of a run
  bool write_marks = true;             ///< false: a space stays a space
};

/// What a part of the text is replaced by.
struct NormalizedPart {
  const char* text;
  uint32_t size;
  uint32_t consumed;  ///< bytes of the input, at least 1
};

/// What the front of a text becomes.  @param size  at least 1.
LINGAN_HD inline NormalizedPart normalize_front(const PieceNormalizerView& view, const char* text,
                                                uint32_t size) {
  if (const auto symbol = longest_match(view.symbols, text, size); symbol.bytes > 0) {
    return {text, symbol.bytes, symbol.bytes};
  }
  if (const auto rule = longest_match(view.rules, text, size); rule.bytes > 0) {
    const char* result = view.texts + rule.value;
    uint32_t length = 0;
    while (result[length] != '\0') ++length;
    return {result, length, rule.bytes};
  }
  const uint32_t bytes = well_formed_bytes(text, size);
  if (bytes == 0) return {"\xEF\xBF\xBD", 3, 1};
  return {text, bytes, bytes};
}

/// Writes a normalized text. Output has append(const char*, uint32_t), size(), data() and
/// truncate(uint32_t).
template <typename Output>
class PieceNormalizer {
 public:
  LINGAN_HD PieceNormalizer(const PieceNormalizerView& view, Output& output)
      : view_(view), output_(output), after_space_(view.remove_extra_spaces) {}

  /// Appends the normalized line to the output: empty, or ending in no space.
  LINGAN_HD void run(const char* text, uint32_t size) {
    if (view_.remove_extra_spaces) {
      while (size > 0) {
        const NormalizedPart part = normalize_front(view_, text, size);
        if (part.size != 1 || part.text[0] != ' ') break;
        text += part.consumed;
        size -= part.consumed;
      }
    }
    if (size == 0) return;
    if (view_.add_mark && !view_.mark_is_suffix) add_space();
    while (size > 0) {
      const uint32_t consumed = take(text, size);
      text += consumed;
      size -= consumed;
    }
    if (view_.remove_extra_spaces) drop_last_spaces();
    if (view_.add_mark && view_.mark_is_suffix) add_space();
  }

 private:
  /// kSpaceMark; a device sees literals, but no arrays of the host's.
  LINGAN_HD static const char* mark() { return "\xE2\x96\x81"; }

  LINGAN_HD ByteClass class_of(char byte) const {
    return view_.classes[static_cast<uint8_t>(byte)];
  }

  /// Writes what the front of the text becomes; gives the bytes consumed.
  LINGAN_HD uint32_t take(const char* text, uint32_t size) {
    uint32_t plain = 0;
    while (plain < size && class_of(text[plain]) == ByteClass::kPlain) ++plain;
    // The last of them may begin a rule with a byte that is not plain.
    if (plain > 0 && plain < size && class_of(text[plain]) == ByteClass::kOther) --plain;
    if (plain > 0) {
      output_.append(text, plain);
      after_space_ = false;
      return plain;
    }
    const NormalizedPart part = normalize_front(view_, text, size);
    add_part(part.text, part.size);
    return part.consumed;
  }

  LINGAN_HD void add_part(const char* text, uint32_t size) {
    while (after_space_ && size > 0 && text[0] == ' ') {
      ++text;
      --size;
    }
    if (size == 0) return;
    uint32_t begin = 0;
    for (uint32_t i = 0; i < size; ++i) {
      if (text[i] != ' ') continue;
      output_.append(text + begin, i - begin);
      add_space();
      begin = i + 1;
    }
    output_.append(text + begin, size - begin);
    after_space_ = view_.remove_extra_spaces && text[size - 1] == ' ';
  }

  LINGAN_HD void add_space() {
    if (view_.write_marks) {
      output_.append(mark(), kSpaceMarkBytes);
    } else {
      output_.append(" ", 1);
    }
  }

  LINGAN_HD void drop_last_spaces() {
    const char* space = view_.write_marks ? mark() : " ";
    const uint32_t bytes = view_.write_marks ? kSpaceMarkBytes : 1;
    while (ends_with(space, bytes)) output_.truncate(output_.size() - bytes);
  }

  LINGAN_HD bool ends_with(const char* end, uint32_t bytes) const {
    if (output_.size() < bytes) return false;
    for (uint32_t i = 0; i < bytes; ++i) {
      if (output_.data()[output_.size() - bytes + i] != end[i]) return false;
    }
    return true;
  }

  const PieceNormalizerView& view_;
  Output& output_;
  bool after_space_;
};

}  // namespace lingan
