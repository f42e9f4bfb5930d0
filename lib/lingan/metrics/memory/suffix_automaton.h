/// The substrings of a list of sentences, as a machine that reads tokens.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// The suffix automaton of several sentences: the smallest machine whose walks from the root are
/// their substrings, none of which reaches from one sentence into the next.
/// Source: Blumer et al. 1985, "The smallest automaton recognizing the subwords of a text"; Mohri
/// et al. 2009 for several texts. Time and memory (at most about 150 bytes a token) are linear in
/// the tokens.
class SuffixAutomaton {
 public:
  static constexpr int32_t kRoot = 0;
  static constexpr int32_t kNone = -1;

  /// A state stands for substrings that end at the same places.
  struct State {
    int32_t length = 0;     ///< tokens of the longest of them
    int32_t link = kNone;   ///< state of its longest suffix that ends at more places
    int32_t edges = kNone;  ///< first of its edges
  };

  /// @throws UsageError if the sentences have more than 2^29 tokens.
  explicit SuffixAutomaton(const SentenceList& sentences);

  std::span<const State> states() const { return states_; }

  /// Where a token leads from a state; kNone: nowhere.
  int32_t next(int32_t state, int32_t token) const {
    const int32_t edge = slots_[slot_of(state, token)];
    return edge == kNone ? kNone : edges_[edge].target;
  }

 private:
  struct Edge {
    int32_t state;
    int32_t token;
    int32_t target;
    int32_t following;  // edge of the same state
  };

  size_t slot_of(int32_t state, int32_t token) const;
  void add_edge(int32_t state, int32_t token, int32_t target);
  void grow();
  int32_t add_state(int32_t length, int32_t link);
  int32_t copy_shortened(int32_t state, int32_t parent, int32_t token);
  int32_t extend(int32_t last, int32_t token);

  std::vector<State> states_;
  std::vector<Edge> edges_;
  std::vector<int32_t> slots_;  // edge or kNone; a power of two many
};

}  // namespace lingan::metrics
