/// Merging the symbols of a text under a BPE model, on host and device.
///
/// Source: Sennrich, Haddow, Birch 2016 (arXiv:1508.07909), section 3.2, with pieces' scores in
/// place of a list of merges, as SentencePiece has it: of all neighbours whose texts together make
/// a piece the best-scored merge first, of equal ones the leftmost.
#pragma once

#include <cstdint>

#include <lingan/base/utf8.h>
#include <lingan/text/subword/kernels/double_array.h>
#include <lingan/text/subword/kernels/merge_queue.h>
#include <lingan/text/subword/kernels/unknown_text.h>

namespace lingan {

/// Two symbols that make a third. `merged` < 0: no entry.
struct SymbolPair {
  int32_t left = -1;
  int32_t right = -1;
  int32_t merged = -1;
  int32_t rank = -1;  ///< higher merges first; pieces of equal score have one rank
};

/// A BPE model. Symbols are numbered: the pieces, and characters that pieces begin or end with.
struct BytePairView {
  DoubleArrayView symbols;            ///< texts of all symbols; values are their numbers
  DoubleArrayView user_defined;       ///< never merged; values are symbols
  const SymbolPair* pairs = nullptr;  ///< open addressing by pair_slot
  uint32_t pair_mask = 0;             ///< slots less 1, a power of two less 1
  const int32_t* ids = nullptr;       ///< [symbols] the id that a symbol is written as
  const uint32_t* lengths = nullptr;  ///< [symbols] bytes
  const uint8_t* unused = nullptr;    ///< [symbols] whether it is split again; null: none is
  UnknownText unknown;
};

/// A symbol in a text.
struct TextSymbol {
  int32_t symbol;  ///< its number; -1 for a character that no piece knows
  uint32_t begin;
  uint32_t bytes;
  int32_t rank;       ///< of its merge with the next one; -1: none
  int32_t merged;     ///< what that makes
  bool user_defined;  ///< never merged
};

/// The two symbols that an unused piece was last proposed as in this text.
struct SymbolSplit {
  int32_t left;
  int32_t right;
};

LINGAN_HD inline uint32_t pair_slot(int32_t left, int32_t right, uint32_t mask) {
  const uint64_t key =
      static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
  return static_cast<uint32_t>((key * 0x9E3779B97F4A7C15u) >> 32) & mask;
}

/// The merge of two symbols; `merged` is -1 if they make none.
LINGAN_HD inline SymbolPair find_pair(const BytePairView& model, int32_t left, int32_t right) {
  for (uint32_t slot = pair_slot(left, right, model.pair_mask);;
       slot = (slot + 1) & model.pair_mask) {
    const SymbolPair& pair = model.pairs[slot];
    if (pair.merged < 0 || (pair.left == left && pair.right == right)) return pair;
  }
}

/// Splits a text into characters and user-defined symbols.
/// @param symbols  [size] at least, written.  @return how many there are.
LINGAN_HD inline uint32_t split_symbols(const BytePairView& model, const char* text, uint32_t size,
                                        TextSymbol* symbols) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < size;) {
    const TrieMatch match = longest_match(model.user_defined, text + at, size - at);
    if (match.bytes > 0) {
      symbols[count++] = {.symbol = match.value,
                          .begin = at,
                          .bytes = match.bytes,
                          .rank = -1,
                          .merged = -1,
                          .user_defined = true};
      at += match.bytes;
      continue;
    }
    const uint32_t lead = bytes_by_lead(text[at]);
    const uint32_t bytes = lead < size - at ? lead : size - at;
    symbols[count++] = {.symbol = find_key(model.symbols, text + at, bytes),
                        .begin = at,
                        .bytes = bytes,
                        .rank = -1,
                        .merged = -1,
                        .user_defined = false};
    at += bytes;
  }
  return count;
}

/// Looks up the merge of two neighbours.
/// @param splits  [symbols], where the model has unused pieces
LINGAN_HD inline void propose(const BytePairView& model, TextSymbol& left, const TextSymbol& right,
                              SymbolSplit* splits) {
  left.rank = -1;
  if (left.user_defined || right.user_defined || left.symbol < 0 || right.symbol < 0) return;
  const SymbolPair pair = find_pair(model, left.symbol, right.symbol);
  if (pair.merged < 0) return;
  left.rank = pair.rank;
  left.merged = pair.merged;
  if (model.unused != nullptr && model.unused[pair.merged] != 0) {
    splits[pair.merged] = {left.symbol, right.symbol};
  }
}

/// Merges symbols until none is left to merge, for short texts: the time grows with their square.
/// @return how many symbols are left, at the front.
LINGAN_HD inline uint32_t merge_short(const BytePairView& model, TextSymbol* symbols,
                                      uint32_t count, SymbolSplit* splits) {
  for (uint32_t i = 0; i + 1 < count; ++i) propose(model, symbols[i], symbols[i + 1], splits);
  for (;;) {
    int32_t best = -1;
    uint32_t at = 0;
    for (uint32_t i = 0; i + 1 < count; ++i) {
      if (symbols[i].rank > best) {
        best = symbols[i].rank;
        at = i;
      }
    }
    if (best < 0) return count;
    symbols[at].symbol = symbols[at].merged;
    symbols[at].bytes += symbols[at + 1].bytes;
    --count;
    for (uint32_t i = at + 1; i < count; ++i) symbols[i] = symbols[i + 1];
    if (at > 0) propose(model, symbols[at - 1], symbols[at], splits);
    symbols[at].rank = -1;
    if (at + 1 < count) propose(model, symbols[at], symbols[at + 1], splits);
  }
}

/// The buffers of merge_long.
struct MergeBuffers {
  uint32_t* next;       ///< [count]
  uint32_t* previous;   ///< [count]
  WaitingMerge* queue;  ///< [3 * count]
};

/// merge_short for texts of any length.
LINGAN_HD inline uint32_t merge_long(const BytePairView& model, TextSymbol* symbols, uint32_t count,
                                     const MergeBuffers& buffers, SymbolSplit* splits) {
  constexpr uint32_t kNone = ~0u;
  MergeQueue queue(buffers.queue);
  const auto offer = [&](uint32_t left, uint32_t right) {
    if (left == kNone || right == kNone) return;
    propose(model, symbols[left], symbols[right], splits);
    if (symbols[left].rank < 0) return;
    queue.push({symbols[left].rank, left, right, symbols[left].bytes + symbols[right].bytes});
  };
  for (uint32_t i = 0; i < count; ++i) {
    buffers.previous[i] = i - 1;
    buffers.next[i] = i + 1 < count ? i + 1 : kNone;
  }
  for (uint32_t i = 0; i + 1 < count; ++i) offer(i, i + 1);
  while (!queue.empty()) {
    const WaitingMerge merge = queue.pop();
    TextSymbol& left = symbols[merge.left];
    TextSymbol& right = symbols[merge.right];
    if (left.bytes == 0 || right.bytes == 0 || left.bytes + right.bytes != merge.bytes) continue;
    left.symbol = left.merged;
    left.bytes += right.bytes;
    right.bytes = 0;
    buffers.next[merge.left] = buffers.next[merge.right];
    if (buffers.next[merge.right] != kNone)
      buffers.previous[buffers.next[merge.right]] = merge.left;
    offer(buffers.previous[merge.left], merge.left);
    offer(merge.left, buffers.next[merge.left]);
  }
  uint32_t left = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (symbols[i].bytes > 0) symbols[left++] = symbols[i];
  }
  return left;
}

/// A symbol that is still to be written.
struct WaitingSymbol {
  int32_t symbol;
  uint32_t begin;
  uint32_t bytes;
};

/// Writes the ids of merged symbols.
/// @param stack  [bytes of the text], where the model has unused pieces
/// @param ids  [bytes of the text], written.  @return how many there are.
LINGAN_HD inline uint32_t write_symbols(const BytePairView& model, const char* text,
                                        const TextSymbol* symbols, uint32_t count,
                                        const SymbolSplit* splits, WaitingSymbol* stack,
                                        int32_t* ids) {
  uint32_t written = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const WaitingSymbol whole{symbols[i].symbol, symbols[i].begin, symbols[i].bytes};
    if (model.unused == nullptr || whole.symbol < 0 || model.unused[whole.symbol] == 0) {
      const int32_t id = whole.symbol < 0 ? model.unknown.id : model.ids[whole.symbol];
      written = write_id(model.unknown, id, text + whole.begin, whole.bytes, ids, written);
      continue;
    }
    uint32_t waiting = 0;
    stack[waiting++] = whole;
    while (waiting > 0) {
      const WaitingSymbol next = stack[--waiting];
      if (model.unused[next.symbol] == 0) {
        written = write_id(model.unknown, model.ids[next.symbol], text + next.begin, next.bytes,
                           ids, written);
        continue;
      }
      const SymbolSplit split = splits[next.symbol];
      const uint32_t bytes = model.lengths[split.left];
      stack[waiting++] = {split.right, next.begin + bytes, next.bytes - bytes};
      stack[waiting++] = {split.left, next.begin, bytes};
    }
  }
  return written;
}

}  // namespace lingan
