#include <lingan/metrics/memory/copied_span.h>

#include <algorithm>
#include <atomic>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/memory/suffix_automaton.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kGrain = 1024;  // sentences

using Lengths = std::vector<std::atomic<int32_t>>;

void raise(std::atomic<int32_t>& longest, int32_t length) {
  int32_t known = longest.load(std::memory_order_relaxed);
  while (known < length &&
         !longest.compare_exchange_weak(known, length, std::memory_order_relaxed)) {
  }
}

// Reads a training sentence; at each token it stands at the longest substring of the hypotheses
// that ends there.
void read(const SuffixAutomaton& automaton, std::span<const int32_t> sentence, Lengths& longest) {
  const auto states = automaton.states();
  int32_t state = SuffixAutomaton::kRoot;
  int32_t length = 0;
  for (const int32_t token : sentence) {
    int32_t next = automaton.next(state, token);
    while (next == SuffixAutomaton::kNone && state != SuffixAutomaton::kRoot) {
      state = states[state].link;
      length = states[state].length;
      next = automaton.next(state, token);
    }
    if (next == SuffixAutomaton::kNone) continue;
    state = next;
    raise(longest[state], ++length);
  }
}

// [states]: tokens of the longest suffix of a state's substrings that the training text has.
std::vector<int32_t> longest_suffixes(const SuffixAutomaton& automaton,
                                      const SentenceList& training) {
  const auto states = automaton.states();
  Lengths longest(states.size());
  parallel_for(training.size(), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) read(automaton, training[i], longest);
  });
  std::vector<int32_t> order(states.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](int32_t state) { return states[state].length; });
  std::vector<int32_t> suffixes(longest.begin(), longest.end());
  for (auto state = order.rbegin(); state != order.rend(); ++state) {
    const int32_t link = states[*state].link;
    if (suffixes[*state] > 0 && link > 0) suffixes[link] = states[link].length;
  }
  for (const int32_t state : order) {
    if (suffixes[state] == 0 && states[state].link > 0) {
      suffixes[state] = suffixes[states[state].link];
    }
  }
  return suffixes;
}

}  // namespace

std::vector<int32_t> copied_spans(const SentenceList& hypotheses, const SentenceList& training) {
  const SuffixAutomaton automaton(hypotheses);
  const std::vector<int32_t> suffixes = longest_suffixes(automaton, training);
  std::vector<int32_t> spans(static_cast<size_t>(hypotheses.size()));
  parallel_for(hypotheses.size(), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int32_t state = SuffixAutomaton::kRoot;
      int32_t tokens = 0;
      for (const int32_t token : hypotheses[i]) {
        state = automaton.next(state, token);
        spans[i] = std::max(spans[i], std::min(++tokens, suffixes[state]));
      }
    }
  });
  return spans;
}

double mean_copied_span(const SentenceList& hypotheses, const SentenceList& training) {
  require_sentences(hypotheses);
  return mean_of(copied_spans(hypotheses, training));
}

MetricCard copied_span_card() {
  return {.name = "copied-span",
          .summary = "tokens of the longest span that the training text has, mean over hypotheses",
          .paper = "longest common substring; McCoy et al. 2023 (RAVEN)",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kTraining,
          .value =
              [](EvaluationCounts& counts, int) {
                return mean_copied_span(counts.sentences().hypotheses, counts.training_sentences());
              },
          .sums =
              [](EvaluationCounts& counts, int) {
                return mean_of_sentences(
                    copied_spans(counts.sentences().hypotheses, counts.training_sentences()));
              }};
}

}  // namespace lingan::metrics
