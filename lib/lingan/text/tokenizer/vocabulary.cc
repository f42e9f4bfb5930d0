#include <lingan/text/tokenizer/vocabulary.h>

#include <algorithm>
#include <cstring>

#include <lingan/base/error.h>
#include <lingan/text/tokenizer/token_id.h>

namespace lingan {
namespace {

constexpr std::string_view kUnknown = "<unk>";

using Count = std::pair<std::string_view, int64_t>;

/// Falling count, then code points; for UTF-8 those order as the bytes do.
bool comes_before(const Count& left, const Count& right) {
  if (left.second != right.second) return left.second > right.second;
  return left.first < right.first;
}

uint32_t hash_of(std::string_view text) {
  constexpr uint64_t kMixer = 0x9E3779B97F4A7C15u;
  uint64_t hash = text.size();
  while (text.size() >= 8) {
    uint64_t eight;
    std::memcpy(&eight, text.data(), 8);
    hash = (hash ^ eight) * kMixer;
    hash ^= hash >> 32;
    text.remove_prefix(8);
  }
  uint64_t last = 0;
  for (const char byte : text) last = last << 8 | static_cast<unsigned char>(byte);
  hash = (hash ^ last) * kMixer;
  return static_cast<uint32_t>(hash >> 32);
}

}  // namespace

bool TextIndex::add(const std::vector<std::string>& texts, int32_t place) {
  const std::string& text = texts[static_cast<size_t>(place)];
  if (find(texts, text) >= 0) return false;
  if (2 * used_ >= slots_.size()) grow();
  const uint32_t hash = hash_of(text);
  size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot].place >= 0) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = {hash, place};
  ++used_;
  return true;
}

int32_t TextIndex::find(const std::vector<std::string>& texts, std::string_view text) const {
  if (slots_.empty()) return -1;
  const uint32_t hash = hash_of(text);
  for (size_t slot = hash & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
    const Slot& entry = slots_[slot];
    if (entry.place < 0) return -1;
    if (entry.hash == hash && texts[static_cast<size_t>(entry.place)] == text) return entry.place;
  }
}

void TextIndex::grow() {
  const std::vector<Slot> before = std::move(slots_);
  slots_.assign(std::max<size_t>(64, 2 * before.size()), {});
  for (const Slot& old : before) {
    if (old.place < 0) continue;
    size_t slot = old.hash & (slots_.size() - 1);
    while (slots_[slot].place >= 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = old;
  }
}

Vocabulary::Vocabulary(std::vector<std::string> pieces)
    : pieces_{"<pad>", "<bos>", "<eos>", std::string(kUnknown)} {
  if (pieces.size() > INT32_MAX / 2) throw InputError("vocabulary of more than 2^30 pieces");
  pieces_.reserve(pieces.size() + kSpecialCount);
  index_.add(pieces_, specials().unk);
  for (auto& piece : pieces) {
    if (piece.empty()) throw InputError("vocabulary: a piece is empty");
    pieces_.push_back(std::move(piece));
    if (!index_.add(pieces_, size() - 1)) {
      throw InputError("vocabulary: the piece '" + pieces_.back() + "' appears twice");
    }
  }
}

const std::string& Vocabulary::piece(int32_t id) const {
  require_token_id(id, size());
  return pieces_[static_cast<size_t>(id)];
}

int32_t Vocabulary::find(std::string_view text) const {
  const int32_t id = index_.find(pieces_, text);
  return id < 0 ? specials().unk : id;
}

std::vector<std::string> Vocabulary::learnt() const {
  return {pieces_.begin() + kSpecialCount, pieces_.end()};
}

void VocabularyCounter::add(std::string_view piece) {
  if (piece == kUnknown) return;
  const auto entry = counts_.find(piece);
  if (entry != counts_.end()) {
    ++entry->second;
  } else {
    counts_.emplace(piece, 1);
  }
}

Vocabulary VocabularyCounter::build(int32_t size, int64_t min_count,
                                    const std::vector<std::string>& always) const {
  if (size != 0 && size <= Vocabulary::kSpecialCount) {
    throw UsageError("`vocabulary_size` " + std::to_string(size) +
                     ": must be 0 (all) or at least 5, since 4 ids are special tokens");
  }
  const size_t places =
      size == 0 ? counts_.size() : static_cast<size_t>(size) - Vocabulary::kSpecialCount;
  std::vector<Count> kept;
  for (const auto& piece : always) {
    const auto entry = counts_.find(piece);
    if (entry != counts_.end() && kept.size() < places) kept.emplace_back(*entry);
  }
  const auto is_kept = [&always](std::string_view piece) {
    return std::find(always.begin(), always.end(), piece) != always.end();
  };
  std::vector<Count> others;
  for (const auto& [piece, count] : counts_) {
    if (count >= min_count && !is_kept(piece)) others.emplace_back(piece, count);
  }
  std::sort(others.begin(), others.end(), comes_before);
  others.resize(std::min(others.size(), places - kept.size()));
  kept.insert(kept.end(), others.begin(), others.end());
  std::sort(kept.begin(), kept.end(), comes_before);
  if (kept.empty()) {
    throw InputError(
        "no text to learn a vocabulary from: the corpus is empty, or every piece is "
        "rarer than `min_count` " +
        std::to_string(min_count));
  }
  std::vector<std::string> pieces;
  pieces.reserve(kept.size());
  for (const auto& count : kept) pieces.emplace_back(count.first);
  return Vocabulary(std::move(pieces));
}

}  // namespace lingan
