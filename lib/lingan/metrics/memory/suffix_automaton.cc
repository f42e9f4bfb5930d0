#include <lingan/metrics/memory/suffix_automaton.h>

#include <lingan/base/error.h>
#include <lingan/metrics/ngram_levels.h>

namespace lingan::metrics {

SuffixAutomaton::SuffixAutomaton(const SentenceList& sentences) : slots_(64, kNone) {
  constexpr int64_t kMaxTokens = int64_t{1} << 29;
  if (sentences.tokens() > kMaxTokens) {
    throw UsageError("copied-span: more than 536870912 tokens at once; measure fewer hypotheses");
  }
  add_state(0, kNone);
  for (int64_t i = 0; i < sentences.size(); ++i) {
    int32_t last = kRoot;
    for (const int32_t token : sentences[i]) last = extend(last, token);
  }
}

size_t SuffixAutomaton::slot_of(int32_t state, int32_t token) const {
  const uint64_t key = uint64_t{static_cast<uint32_t>(state)} << 32 | static_cast<uint32_t>(token);
  const size_t mask = slots_.size() - 1;
  size_t slot = hash_ngram_key(key) & mask;
  while (slots_[slot] != kNone &&
         (edges_[slots_[slot]].state != state || edges_[slots_[slot]].token != token)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void SuffixAutomaton::grow() {
  slots_.assign(2 * slots_.size(), kNone);
  for (size_t edge = 0; edge < edges_.size(); ++edge) {
    slots_[slot_of(edges_[edge].state, edges_[edge].token)] = static_cast<int32_t>(edge);
  }
}

// REQUIRES: the state has none of this token.
void SuffixAutomaton::add_edge(int32_t state, int32_t token, int32_t target) {
  if (2 * (edges_.size() + 1) > slots_.size()) grow();
  const auto edge = static_cast<int32_t>(edges_.size());
  slots_[slot_of(state, token)] = edge;
  edges_.push_back({state, token, target, states_[state].edges});
  states_[state].edges = edge;
}

int32_t SuffixAutomaton::add_state(int32_t length, int32_t link) {
  states_.push_back({.length = length, .link = link});
  return static_cast<int32_t>(states_.size()) - 1;
}

// Splits a state: the substrings that are no longer than the parent's and one token go to a copy,
// to which the parent and its suffixes lead from now on.
int32_t SuffixAutomaton::copy_shortened(int32_t state, int32_t parent, int32_t token) {
  const int32_t copy = add_state(states_[parent].length + 1, states_[state].link);
  for (int32_t edge = states_[state].edges; edge != kNone; edge = edges_[edge].following) {
    add_edge(copy, edges_[edge].token, edges_[edge].target);
  }
  states_[state].link = copy;
  for (; parent != kNone && next(parent, token) == state; parent = states_[parent].link) {
    edges_[slots_[slot_of(parent, token)]].target = copy;
  }
  return copy;
}

// The state of the sentence so far and one token more.
int32_t SuffixAutomaton::extend(int32_t last, int32_t token) {
  if (const int32_t known = next(last, token); known != kNone) {
    const bool is_whole = states_[known].length == states_[last].length + 1;
    return is_whole ? known : copy_shortened(known, last, token);
  }
  const int32_t added = add_state(states_[last].length + 1, kRoot);
  int32_t parent = last;
  for (; parent != kNone && next(parent, token) == kNone; parent = states_[parent].link) {
    add_edge(parent, token, added);
  }
  if (parent == kNone) return added;
  const int32_t suffix = next(parent, token);
  const bool is_whole = states_[suffix].length == states_[parent].length + 1;
  states_[added].link = is_whole ? suffix : copy_shortened(suffix, parent, token);
  return added;
}

}  // namespace lingan::metrics
