#include <lingan/metrics/reference_length.h>

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include <lingan/base/error.h>

namespace lingan::metrics {
namespace {

// How many sentences have each length, by length.
using Lengths = std::map<int64_t, int64_t>;

// The length in `lengths` closest to `wanted`, the shorter of two as close.
int32_t closest(const Lengths& lengths, int64_t wanted) {
  if (lengths.empty()) return 0;
  const auto above = lengths.lower_bound(wanted);
  if (above == lengths.begin()) return static_cast<int32_t>(above->first);
  const auto below = std::prev(above);
  if (above == lengths.end() || wanted - below->first <= above->first - wanted) {
    return static_cast<int32_t>(below->first);
  }
  return static_cast<int32_t>(above->first);
}

Lengths count_lengths(const SentenceList& sentences) {
  std::unordered_map<int64_t, int64_t> counts;
  for (int64_t i = 0; i < sentences.size(); ++i) ++counts[sentences.length(i)];
  return {counts.begin(), counts.end()};
}

// Answers for every length that occurs are looked up once.
template <typename Answer>
std::vector<int32_t> by_length(const SentenceList& sentences, const Answer& answer) {
  std::unordered_map<int64_t, int32_t> known;
  std::vector<int32_t> result(static_cast<size_t>(sentences.size()));
  for (int64_t i = 0; i < sentences.size(); ++i) {
    const auto [entry, is_new] = known.try_emplace(sentences.length(i), 0);
    if (is_new) entry->second = answer(entry->first);
    result[i] = entry->second;
  }
  return result;
}

}  // namespace

std::vector<int32_t> closest_reference_lengths(const SentenceList& hypotheses,
                                               const SentenceList& references) {
  const Lengths lengths = count_lengths(references);
  return by_length(hypotheses, [&](int64_t length) { return closest(lengths, length); });
}

std::vector<int32_t> closest_reference_lengths(const SentenceList& hypotheses,
                                               const SentenceList& references,
                                               const ReferenceGroups& groups) {
  if (static_cast<int64_t>(groups.hypotheses.size()) != hypotheses.size() ||
      static_cast<int64_t>(groups.references.size()) != references.size()) {
    throw UsageError("reference groups: give one group per hypothesis and per reference");
  }
  std::unordered_map<int32_t, Lengths> lengths;
  for (int64_t i = 0; i < references.size(); ++i) {
    ++lengths[groups.references[i]][references.length(i)];
  }
  std::vector<int32_t> result(static_cast<size_t>(hypotheses.size()));
  for (int64_t i = 0; i < hypotheses.size(); ++i) {
    result[i] = closest(lengths[groups.hypotheses[i]], hypotheses.length(i));
  }
  return result;
}

std::vector<int32_t> closest_other_lengths(const SentenceList& sentences) {
  Lengths lengths = count_lengths(sentences);
  return by_length(sentences, [&](int64_t length) {
    const auto own = lengths.find(length);
    if (own->second > 1) return static_cast<int32_t>(length);
    lengths.erase(own);
    const int32_t result = closest(lengths, length);
    lengths.emplace(length, 1);
    return result;
  });
}

}  // namespace lingan::metrics
