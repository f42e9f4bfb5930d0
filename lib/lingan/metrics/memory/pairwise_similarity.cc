#include <lingan/metrics/memory/pairwise_similarity.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/memory/edit_distance.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kGrain = 8;

int32_t vocabulary_of(const SentenceList& sentences) {
  return sentences.ids.empty() ? 0 : 1 + *std::ranges::max_element(sentences.ids);
}

/// The sum over all sentences after it of their similarity to a sentence.
double similarity_to_later(const SentenceList& sentences, int64_t index, EditDistance& edits) {
  edits.set_pattern(sentences[index]);
  double sum = 0;
  for (int64_t other = index + 1; other < sentences.size(); ++other) {
    const int64_t longer = std::max(sentences.length(index), sentences.length(other));
    const int32_t distance = edits.distance(sentences[other], static_cast<int32_t>(longer));
    sum += longer == 0 ? 1.0 : 1.0 - static_cast<double>(distance) / static_cast<double>(longer);
  }
  return sum;
}

}  // namespace

double mean_pairwise_similarity(const SentenceList& sentences) {
  require_sentences(sentences);
  const int64_t size = sentences.size();
  if (size == 1) throw NoValue("it needs two hypotheses at least");
  std::vector<double> sums(static_cast<size_t>(size));
  const int32_t vocabulary = vocabulary_of(sentences);
  parallel_for(size, kGrain, [&](int64_t begin, int64_t end) {
    EditDistance edits(vocabulary);
    for (int64_t i = begin; i < end; ++i) sums[i] = similarity_to_later(sentences, i, edits);
  });
  const double pairs = 0.5 * static_cast<double>(size) * static_cast<double>(size - 1);
  return std::accumulate(sums.begin(), sums.end(), 0.0) / pairs;
}

MetricCard pairwise_similarity_card() {
  return {.name = "pairwise-similarity",
          .summary = "edit similarity of two hypotheses, mean over all pairs, 0..1",
          .paper = "Levenshtein distance over the longer length; for images Odena et al. 2017",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kHypotheses,
          .value = [](EvaluationCounts& counts, int) {
            return mean_pairwise_similarity(counts.sentences().hypotheses);
          }};
}

}  // namespace lingan::metrics
