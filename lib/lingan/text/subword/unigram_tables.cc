#include <algorithm>
#include <cfloat>

#include <lingan/text/subword/subword_tables.h>

namespace lingan {
namespace {

/// How much less an unknown character scores than the worst piece.
constexpr float kUnknownPenalty = 10.0f;

/// The number in `<0x41>`; -1 for another text.
int byte_of(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  if (text.size() != 6 || !text.starts_with("<0x") || text.back() != '>') return -1;
  const size_t high = kDigits.find(text[3]);
  const size_t low = kDigits.find(text[4]);
  if (high == std::string_view::npos || low == std::string_view::npos) return -1;
  return static_cast<int>(16 * high + low);
}

/// A character's first byte carries its score, the others none.
double byte_score(size_t byte, float unknown_score) {
  return byte >= 0x80 && byte < 0xC0 ? 0.0 : static_cast<double>(unknown_score);
}

}  // namespace

UnknownTables::UnknownTables(const SentencePieceModel& model) {
  if (model.byte_fallback) bytes_.resize(256);
  for (size_t id = 0; id < model.pieces.size(); ++id) {
    const ModelPiece& piece = model.pieces[id];
    if (piece.type == PieceType::kUnknown) id_ = static_cast<int32_t>(id);
    const int byte = piece.type == PieceType::kByte ? byte_of(piece.text) : -1;
    if (byte >= 0 && model.byte_fallback) {
      bytes_[static_cast<size_t>(byte)] = static_cast<int32_t>(id);
    }
  }
}

UnigramTables::UnigramTables(const SentencePieceModel& model, bool rounds_first)
    : scores_(model.pieces.size()), rounds_first_(rounds_first), unknown_(model) {
  float worst = FLT_MAX;
  float best = FLT_MIN;
  for (const auto& piece : model.pieces) {
    if (piece.type != PieceType::kNormal) continue;
    worst = std::min(worst, piece.score);
    best = std::max(best, piece.score);
  }
  unknown_score_ = worst - kUnknownPenalty;
  TrieEntries entries;
  for (size_t id = 0; id < model.pieces.size(); ++id) {
    const ModelPiece& piece = model.pieces[id];
    scores_[id] = piece.score;
    if (piece.type == PieceType::kUserDefined) {
      // So high that it is always taken: rounded to float32 before the last subtraction.
      scores_[id] = static_cast<double>(static_cast<float>(piece.text.size()) * best) - 0.1;
      if (rounds_first) scores_[id] = static_cast<double>(static_cast<float>(scores_[id]));
    }
    if (piece.is_matched() && piece.type != PieceType::kUnused) {
      entries.emplace_back(piece.text, static_cast<int32_t>(id));
    }
  }
  pieces_ = DoubleArray::build(std::move(entries));
  written_scores_ = scores_;
  const UnknownText unknown = unknown_.view();
  written_scores_[static_cast<size_t>(unknown.id)] = unknown_score_;
  for (size_t byte = 0; unknown.bytes != nullptr && byte < 256; ++byte) {
    written_scores_[static_cast<size_t>(unknown.bytes[byte])] = byte_score(byte, unknown_score_);
  }
}

UnigramView UnigramTables::view() const {
  return {.pieces = pieces_.view(),
          .scores = scores_.data(),
          .unknown_score = unknown_score_,
          .rounds_first = rounds_first_,
          .unknown = unknown_.view()};
}

}  // namespace lingan
