/// SentencePiece encoding of lines, each by one thread, with the bodies of text/subword/kernels.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/team.h>
#include <lingan/text/subword/kernels/pair_merging.h>
#include <lingan/text/subword/kernels/piece_normalization.h>
#include <lingan/text/subword/kernels/unigram_lattice.h>

namespace lingan::engine {

/// A normalized text of bounded size; what does not fit is dropped and noted.
class BoundedText {
 public:
  LINGAN_HD BoundedText(char* buffer, uint32_t capacity) : buffer_(buffer), capacity_(capacity) {}

  LINGAN_HD void append(const char* text, uint32_t size) {
    if (size > capacity_ - size_) {
      overflowed_ = true;
      return;
    }
    for (uint32_t i = 0; i < size; ++i) buffer_[size_ + i] = text[i];
    size_ += size;
  }
  LINGAN_HD void truncate(uint32_t size) { size_ = size; }
  LINGAN_HD uint32_t size() const { return size_; }
  LINGAN_HD const char* data() const { return buffer_; }
  LINGAN_HD bool overflowed() const { return overflowed_; }

 private:
  char* buffer_;
  uint32_t capacity_;
  uint32_t size_ = 0;
  bool overflowed_ = false;
};

/// Lines, and the part of every buffer that belongs to each: a mark takes three bytes, so thrice a
/// line's bytes and some more are enough for nearly all.
struct EncodeLines {
  static constexpr int64_t kSpare = 16;

  const char* text;
  const int64_t* offsets;  ///< [lines + 1]

  LINGAN_HD int64_t bytes(int64_t line) const { return offsets[line + 1] - offsets[line]; }
  /// Where a line's part begins, in bytes, nodes, symbols and ids.
  LINGAN_HD int64_t place(int64_t line) const {
    return 3 * (offsets[line] - offsets[0] + line * kSpare);
  }
  LINGAN_HD uint32_t capacity(int64_t line) const {
    return static_cast<uint32_t>(3 * (bytes(line) + kSpare));
  }
  /// More ids than this are left to the CPU.
  LINGAN_HD int64_t max_ids(int64_t line) const { return bytes(line) + kSpare; }
};

/// What encoding writes.
struct EncodedLines {
  char* normalized;  ///< [places]
  int32_t* ids;      ///< [places], a line's from its place on
  int64_t* counts;   ///< [lines]: ids of a line; -1: it needs more than its part

  /// @return whether the line fits.
  LINGAN_HD bool normalize(const PieceNormalizerView& view, const EncodeLines& lines, int64_t line,
                           uint32_t& size) const {
    BoundedText text(normalized + lines.place(line), lines.capacity(line));
    PieceNormalizer<BoundedText>(view, text)
        .run(lines.text + lines.offsets[line], static_cast<uint32_t>(lines.bytes(line)));
    size = text.size();
    if (text.overflowed()) counts[line] = -1;
    return !text.overflowed();
  }
  LINGAN_HD void set_count(const EncodeLines& lines, int64_t line, uint32_t count) const {
    counts[line] = count <= lines.max_ids(line) ? static_cast<int64_t>(count) : -1;
  }
};

/// A piece is a line.
struct EncodeUnigramKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PieceNormalizerView normalizer;
  UnigramView model;
  EncodeLines lines;
  EncodedLines out;
  LatticeNode* nodes;  ///< [places + lines]

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t line) const {
    uint32_t size = 0;
    if (!out.normalize(normalizer, lines, line, size)) return;
    const char* text = out.normalized + lines.place(line);
    LatticeNode* own = nodes + lines.place(line) + line;
    fill_lattice(model, text, size, 0.0f, own);
    out.set_count(lines, line, write_path(model, text, size, own, out.ids + lines.place(line)));
  }
};

/// A piece is a line. REQUIRES: the model has no unused pieces.
struct EncodePairsKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PieceNormalizerView normalizer;
  BytePairView model;
  EncodeLines lines;
  EncodedLines out;
  TextSymbol* symbols;  ///< [places]
  uint32_t* links;      ///< [2 * places]
  WaitingMerge* queue;  ///< [3 * places]

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t line) const {
    uint32_t size = 0;
    if (!out.normalize(normalizer, lines, line, size)) return;
    const int64_t place = lines.place(line);
    const char* text = out.normalized + place;
    const uint32_t split = split_symbols(model, text, size, symbols + place);
    const MergeBuffers merging{links + 2 * place, links + 2 * place + split, queue + 3 * place};
    const uint32_t merged = merge_long(model, symbols + place, split, merging, nullptr);
    out.set_count(
        lines, line,
        write_symbols(model, text, symbols + place, merged, nullptr, nullptr, out.ids + place));
  }
};

/// Puts the ids of all lines one after the other: a piece is a line.
struct GatherIdsKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  EncodeLines lines;
  const int32_t* ids;     ///< [places]
  const int64_t* counts;  ///< [lines]
  const int64_t* starts;  ///< [lines]
  int32_t* gathered;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t line) const {
    for (int64_t i = 0; i < counts[line]; ++i)
      gathered[starts[line] + i] = ids[lines.place(line) + i];
  }
};

}  // namespace lingan::engine
