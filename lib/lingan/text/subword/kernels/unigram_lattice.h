/// The best segmentation of a text under a unigram model, on host and device.
///
/// Source: Kudo 2018, "Subword Regularization" (arXiv:1804.10959), section 3.2 (Viterbi). Scores
/// are added up in float32 from left to right and compared as SentencePiece 0.1.97 does, so that
/// near ties fall as they do there.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/base/utf8.h>
#include <lingan/text/subword/kernels/double_array.h>
#include <lingan/text/subword/kernels/unknown_text.h>

namespace lingan {

/// A unigram model.
struct UnigramView {
  DoubleArrayView pieces;          ///< of those in use, not empty; values are ids
  const double* scores = nullptr;  ///< [ids]; a user-defined symbol's is no float32
  float unknown_score = 0;
  bool rounds_first = false;  ///< whether a sum is rounded to float32 before it is compared
  UnknownText unknown;
};

/// A place between two bytes: the best piece that ends there.
struct LatticeNode {
  float score;      ///< of the best path from the start to here
  float runner_up;  ///< of the best path to here whose last piece is another; -inf if there is none
  int32_t start;    ///< where the best path's last piece starts; -1 if no path leads here
  int32_t id;       ///< that piece
};

namespace unigram {

/// Takes a path to a node if it is better than those before.
LINGAN_HD inline void offer(LatticeNode& node, double candidate, int32_t start, int32_t id) {
  if (node.start < 0) {
    node = {static_cast<float>(candidate), node.runner_up, start, id};
  } else if (candidate > static_cast<double>(node.score)) {
    node = {static_cast<float>(candidate), node.score, start, id};
  } else if (static_cast<float>(candidate) > node.runner_up) {
    node.runner_up = static_cast<float>(candidate);
  }
}

}  // namespace unigram

/// Fills nodes[0..size] for a text whose first piece starts at `score`.
LINGAN_HD inline void fill_lattice(const UnigramView& model, const char* text, uint32_t size,
                                   float score, LatticeNode* nodes) {
  for (uint32_t i = 0; i <= size; ++i) nodes[i] = {0, -__builtin_inff(), -1, -1};
  nodes[0].score = score;
  for (uint32_t start = 0; start < size;) {
    const float before = nodes[start].score;
    const uint32_t lead = bytes_by_lead(text[start]);
    const uint32_t character = lead < size - start ? lead : size - start;
    bool has_character = false;
    DoubleArrayCursor cursor(model.pieces);
    for (uint32_t end = start; end < size && cursor.step(static_cast<uint8_t>(text[end]));) {
      ++end;
      const int32_t id = cursor.value();
      if (id < 0) continue;
      double candidate = model.scores[id] + static_cast<double>(before);
      if (model.rounds_first) candidate = static_cast<double>(static_cast<float>(candidate));
      unigram::offer(nodes[end], candidate, static_cast<int32_t>(start), id);
      has_character = has_character || end - start == character;
    }
    if (!has_character) {
      // This sum is always rounded first.
      const float candidate = model.unknown_score + before;
      unigram::offer(nodes[start + character], static_cast<double>(candidate),
                     static_cast<int32_t>(start), model.unknown.id);
    }
    start += character;
  }
}

/// Writes the ids of the best path through a filled lattice.
/// @param ids  [size] at least, written.  @return how many there are.
LINGAN_HD inline uint32_t write_path(const UnigramView& model, const char* text, uint32_t size,
                                     LatticeNode* nodes, int32_t* ids) {
  // Turn the links round: each start on the path gets its piece's end.
  int32_t end = static_cast<int32_t>(size);
  int32_t next_end = -1;
  int32_t next_id = -1;
  while (end > 0) {
    const int32_t start = nodes[end].start;
    const int32_t id = nodes[end].id;
    nodes[end].start = next_end;
    nodes[end].id = next_id;
    next_end = end;
    next_id = id;
    end = start;
  }
  uint32_t count = 0;
  uint32_t start = 0;
  while (next_end > 0) {
    const auto stop = static_cast<uint32_t>(next_end);
    count = write_id(model.unknown, next_id, text + start, stop - start, ids, count);
    start = stop;
    next_id = nodes[stop].id;
    next_end = nodes[stop].start;
  }
  return count;
}

}  // namespace lingan
