#include <lingan/base/utf8.h>
#include <lingan/text/subword/subword_tables.h>

namespace lingan {
namespace {

DoubleArray build_symbols(const SentencePieceModel& model) {
  TrieEntries entries;
  for (const auto& piece : model.pieces) {
    if (piece.type == PieceType::kUserDefined) entries.emplace_back(piece.text, 0);
  }
  return entries.empty() ? DoubleArray() : DoubleArray::build(std::move(entries));
}

bool is_key(const DoubleArrayView& trie, char byte) { return find_key(trie, &byte, 1) >= 0; }

bool has_keys_from(const DoubleArrayView& trie, char first, char second) {
  if (trie.empty()) return false;
  DoubleArrayCursor cursor(trie);
  return cursor.step(static_cast<uint8_t>(first)) && cursor.step(static_cast<uint8_t>(second));
}

/// Whether a key has a space in it. Units that no key uses may look as if one had.
bool may_have_spaces(const DoubleArrayView& trie) {
  std::vector<bool> is_parent(trie.size);
  for (uint32_t i = 0; i < trie.size; ++i) {
    if ((trie.units[i] & kDoubleArrayLeaf) == 0) {
      is_parent[i ^ double_array_offset(trie.units[i])] = true;
    }
  }
  for (uint32_t i = 0; i < trie.size; ++i) {
    if ((trie.units[i] & (kDoubleArrayLeaf | 0xFF)) == ' ' && is_parent[i ^ ' ']) return true;
  }
  return false;
}

}  // namespace

NormalizationTables::NormalizationTables(const SentencePieceModel& model)
    : rules_(DoubleArray::read(model.normalization_trie)),
      symbols_(build_symbols(model)),
      texts_(model.normalization_texts) {
  options_.add_mark = model.add_dummy_prefix;
  options_.mark_is_suffix = model.space_is_suffix;
  options_.remove_extra_spaces = model.remove_extra_spaces;
  options_.write_marks = model.write_marks;
  writes_utf8_ = valid_utf8_prefix(texts_) == texts_.size();
  spaces_separate_ = !may_have_spaces(rules_.view()) && !may_have_spaces(symbols_.view());
  find_classes();
}

PieceNormalizerView NormalizationTables::view() const {
  PieceNormalizerView view = options_;
  view.rules = rules_.view();
  view.symbols = symbols_.view();
  view.texts = texts_.data();
  view.classes = classes_.data();
  return view;
}

/// A byte below 0x80 is plain if it is no rule by itself and begins none with a byte of the same
/// kind after it.
void NormalizationTables::find_classes() {
  const DoubleArrayView rules = rules_.view();
  const DoubleArrayView symbols = symbols_.view();
  std::vector<char> candidates;
  for (int byte = 0; byte < 0x80; ++byte) {
    const char character = static_cast<char>(byte);
    if (!is_key(rules, character) && !is_key(symbols, character)) candidates.push_back(character);
  }
  for (const char first : candidates) {
    bool plain = true;
    for (const char second : candidates) {
      plain =
          plain && !has_keys_from(rules, first, second) && !has_keys_from(symbols, first, second);
    }
    if (plain) {
      classes_[static_cast<uint8_t>(first)] = first == ' ' ? ByteClass::kSpace : ByteClass::kPlain;
    }
  }
}

WordBoundary find_word_boundary(const SentencePieceModel& model) {
  if (!model.write_marks) return WordBoundary::kNone;
  bool before = true;
  bool after = true;
  for (const auto& piece : model.pieces) {
    if (!piece.is_matched()) continue;
    bool was_mark = false;
    for (size_t at = 0; at < piece.text.size();) {
      const size_t bytes = bytes_by_lead(piece.text[at]);
      const bool is_mark = piece.text.substr(at, bytes) == kSpaceMark;
      if (at > 0 && is_mark && !was_mark) before = false;
      if (at > 0 && !is_mark && was_mark) after = false;
      was_mark = is_mark;
      at += bytes;
    }
  }
  const bool wants_after = model.space_is_suffix;
  if (after && (wants_after || !before)) return WordBoundary::kAfterMark;
  return before ? WordBoundary::kBeforeMark : WordBoundary::kNone;
}

}  // namespace lingan
