#include <algorithm>
#include <bit>

#include <lingan/base/utf8.h>
#include <lingan/text/subword/subword_tables.h>
#include <lingan/text/text_map.h>

namespace lingan {
namespace {

size_t first_bytes(std::string_view text) {
  return std::min<size_t>(text.size(), bytes_by_lead(text.front()));
}

std::string_view last_character(std::string_view text) {
  size_t begin = text.size() - 1;
  while (begin > 0 && is_utf8_trail(text[begin])) --begin;
  return text.substr(begin);
}

bool is_character(std::string_view text) { return first_bytes(text) == text.size(); }

std::string reversed(std::string_view text) { return {text.rbegin(), text.rend()}; }

/// The values of all keys at the front of a text, by their lengths; -1 where there is none.
std::vector<int32_t> values_along(const DoubleArrayView& trie, std::string_view text) {
  std::vector<int32_t> values(text.size() + 1, -1);
  DoubleArrayCursor cursor(trie);
  for (size_t i = 0; i < text.size() && cursor.step(static_cast<uint8_t>(text[i])); ++i) {
    values[i + 1] = cursor.value();
  }
  return values;
}

/// Pieces of equal score get one rank, better ones higher ranks. [ids]
std::vector<int32_t> rank_scores(const SentencePieceModel& model) {
  std::vector<float> scores;
  for (const auto& piece : model.pieces) scores.push_back(piece.score);
  std::sort(scores.begin(), scores.end());
  scores.erase(std::unique(scores.begin(), scores.end()), scores.end());
  std::vector<int32_t> ranks;
  for (const auto& piece : model.pieces) {
    const auto place = std::lower_bound(scores.begin(), scores.end(), piece.score);
    ranks.push_back(static_cast<int32_t>(place - scores.begin()));
  }
  return ranks;
}

}  // namespace

BytePairTables::BytePairTables(const SentencePieceModel& model) : unknown_(model) {
  TrieEntries texts;
  number_symbols(model, texts);
  symbols_ = DoubleArray::build(texts);
  find_pairs(model, texts);
  TrieEntries user_defined;
  for (const auto& piece : model.pieces) {
    if (piece.type != PieceType::kUserDefined) continue;
    user_defined.emplace_back(piece.text, find_key(symbols_.view(), piece.text.data(),
                                                   static_cast<uint32_t>(piece.text.size())));
  }
  if (!user_defined.empty()) user_defined_ = DoubleArray::build(std::move(user_defined));
}

/// Gives a number to every matched piece and to the characters at their ends. A symbol is written
/// as the reserved piece of its text, if there is one, else as the matched one, else as unknown.
void BytePairTables::number_symbols(const SentencePieceModel& model, TrieEntries& texts) {
  TextMap<int32_t> reserved;
  TextMap<int32_t> numbers;
  for (size_t id = 0; id < model.pieces.size(); ++id) {
    if (!model.pieces[id].is_matched()) {
      reserved.emplace(model.pieces[id].text, static_cast<int32_t>(id));
    }
  }
  bool any_unused = false;
  const auto add = [&](std::string_view text, int32_t id, bool unused) {
    if (!numbers.emplace(text, static_cast<int32_t>(ids_.size())).second) return;
    texts.emplace_back(text, static_cast<int32_t>(ids_.size()));
    const auto entry = reserved.find(text);
    const int32_t written = entry == reserved.end() ? id : entry->second;
    const bool forbidden = model.pieces[static_cast<size_t>(written)].type == PieceType::kControl;
    has_forbidden_ = has_forbidden_ || forbidden;
    ids_.push_back(forbidden ? kForbiddenId : written);
    lengths_.push_back(static_cast<uint32_t>(text.size()));
    // One character is never split; it is written although it is unused.
    unused_.push_back(unused && entry == reserved.end() && !is_character(text) ? 1 : 0);
    any_unused = any_unused || unused_.back() != 0;
  };
  for (size_t id = 0; id < model.pieces.size(); ++id) {
    const ModelPiece& piece = model.pieces[id];
    if (!piece.is_matched()) continue;
    add(piece.text, static_cast<int32_t>(id), piece.type == PieceType::kUnused);
  }
  const int32_t unknown = unknown_.view().id;
  for (const auto& piece : model.pieces) {
    if (piece.is_matched()) {
      add(piece.text.substr(0, first_bytes(piece.text)), unknown, false);
      add(last_character(piece.text), unknown, false);
    } else if (is_character(piece.text)) {
      add(piece.text, unknown, false);
    }
  }
  if (!any_unused) unused_.clear();
}

/// Two symbols merge if their texts together are a matched piece.
void BytePairTables::find_pairs(const SentencePieceModel& model, const TrieEntries& texts) {
  TrieEntries backwards;
  for (const auto& [text, number] : texts) backwards.emplace_back(reversed(text), number);
  const DoubleArray ends = DoubleArray::build(std::move(backwards));
  const std::vector<int32_t> ranks = rank_scores(model);
  std::vector<SymbolPair> pairs;
  for (size_t id = 0; id < model.pieces.size(); ++id) {
    const std::string_view text = model.pieces[id].text;
    if (!model.pieces[id].is_matched()) continue;
    const auto bytes = static_cast<uint32_t>(text.size());
    const int32_t number = find_key(symbols_.view(), text.data(), bytes);
    const auto lefts = values_along(symbols_.view(), text);
    const auto rights = values_along(ends.view(), reversed(text));
    for (size_t at = 1; at < text.size(); ++at) {
      const int32_t left = lefts[at];
      const int32_t right = rights[text.size() - at];
      if (left >= 0 && right >= 0) pairs.push_back({left, right, number, ranks[id]});
    }
  }
  set_pairs(pairs);
}

void BytePairTables::set_pairs(const std::vector<SymbolPair>& pairs) {
  pairs_.resize(std::bit_ceil(2 * pairs.size() + 1));
  const auto mask = static_cast<uint32_t>(pairs_.size() - 1);
  for (const auto& pair : pairs) {
    uint32_t slot = pair_slot(pair.left, pair.right, mask);
    while (pairs_[slot].merged >= 0) slot = (slot + 1) & mask;
    pairs_[slot] = pair;
  }
}

BytePairView BytePairTables::view() const {
  BytePairView view;
  view.symbols = symbols_.view();
  view.user_defined = user_defined_.view();
  view.pairs = pairs_.data();
  view.pair_mask = static_cast<uint32_t>(pairs_.size() - 1);
  view.ids = ids_.data();
  view.lengths = lengths_.data();
  view.unused = unused_.empty() ? nullptr : unused_.data();
  view.unknown = unknown_.view();
  return view;
}

}  // namespace lingan
