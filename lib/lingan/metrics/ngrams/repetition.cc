#include <lingan/metrics/ngrams/repetition.h>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/ngram_counter.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

// How many n-grams of a sentence it has had before: neighbours of their sorted places are compared.
int64_t repeated(std::span<const int32_t> sentence, int order, std::vector<int32_t>& places) {
  const int64_t ngrams = static_cast<int64_t>(sentence.size()) - order + 1;
  if (ngrams < 2) return 0;
  places.resize(static_cast<size_t>(ngrams));
  for (int64_t i = 0; i < ngrams; ++i) places[i] = static_cast<int32_t>(i);
  const auto ngram = [&](int32_t place) { return sentence.subspan(place, order); };
  std::ranges::sort(places, [&](int32_t left, int32_t right) {
    return std::ranges::lexicographical_compare(ngram(left), ngram(right));
  });
  int64_t count = 0;
  for (int64_t i = 1; i < ngrams; ++i) {
    count += std::ranges::equal(ngram(places[i - 1]), ngram(places[i]));
  }
  return count;
}

// [sentences]
std::vector<int64_t> repeated(const SentenceList& sentences, int order) {
  if (order < 1 || order > kMaxOrder) {
    throw UsageError(fmt::format("rep-{} is out of range; use 1 to 8", order));
  }
  std::vector<int64_t> counts(static_cast<size_t>(sentences.size()));
  parallel_for(sentences.size(), 1024, [&](int64_t begin, int64_t end) {
    std::vector<int32_t> places;
    for (int64_t i = begin; i < end; ++i) counts[i] = repeated(sentences[i], order, places);
  });
  return counts;
}

}  // namespace

double repetition(const SentenceList& sentences, int order) {
  const auto counts = repeated(sentences, order);
  int64_t again = 0;
  for (const int64_t count : counts) again += count;
  const int64_t total = total_ngrams(sentences, order);
  if (total == 0) throw no_ngrams(order);
  return static_cast<double>(again) / static_cast<double>(total);
}

double sentence_repetition(const SentenceList& sentences, int order) {
  const auto counts = repeated(sentences, order);
  double sum = 0;
  int64_t measured = 0;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    const int64_t ngrams = sentences.length(i) - order + 1;
    if (ngrams < 1) continue;
    sum += static_cast<double>(counts[i]) / static_cast<double>(ngrams);
    ++measured;
  }
  if (measured == 0) throw no_ngrams(order);
  return sum / static_cast<double>(measured);
}

namespace {

// n-grams that a sentence has had before, over its n-grams. A sentence without n-grams counts for
// nothing.
struct Repeated {
  std::vector<double> again, all;  // [sentences]

  Repeated(const SentenceList& sentences, int order) {
    for (const int64_t count : repeated(sentences, order)) {
      again.push_back(static_cast<double>(count));
    }
    for (int64_t i = 0; i < sentences.size(); ++i) {
      all.push_back(static_cast<double>(std::max<int64_t>(0, sentences.length(i) - order + 1)));
    }
  }
};

SentenceSums rep_sums(EvaluationCounts& counts, int order) {
  const Repeated sentences(counts.sentences().hypotheses, order);
  return ratio_of_sums(sentences.again, sentences.all);
}

SentenceSums seq_rep_sums(EvaluationCounts& counts, int) {
  Repeated sentences(counts.sentences().hypotheses, 4);
  for (size_t i = 0; i < sentences.all.size(); ++i) {
    sentences.again[i] /= std::max(1.0, sentences.all[i]);
    sentences.all[i] = std::min(1.0, sentences.all[i]);
  }
  return ratio_of_sums(sentences.again, sentences.all);
}

}  // namespace

MetricCard rep_card() {
  return {.name = "rep",
          .summary = "share of n-grams that their sentence has had before, over all n-grams, 0..1",
          .paper = "Welleck et al. 2020, over the whole sample",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kHypotheses,
          .first_order = 1,
          .value = [](EvaluationCounts& counts,
                      int order) { return repetition(counts.sentences().hypotheses, order); },
          .sums = rep_sums};
}

MetricCard seq_rep_4_card() {
  return {.name = "seq-rep-4",
          .summary = "share of a sentence's 4-grams that it has had before, mean over sentences",
          .paper = "Welleck et al. 2020",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kHypotheses,
          .value = [](EvaluationCounts& counts,
                      int) { return sentence_repetition(counts.sentences().hypotheses, 4); },
          .sums = seq_rep_sums};
}

}  // namespace lingan::metrics
