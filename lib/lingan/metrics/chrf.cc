#include <lingan/metrics/chrf.h>

#include <utility>

#include <lingan/metrics/chrf_units.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/protocol.h>

namespace lingan::metrics {
namespace {

constexpr int kBetaSquared = 4;

// Writes the statistics of the units against one set of references, from `column` of every row on.
void count(const ChrfUnits& units, int64_t set, int column, SegmentStatistics& statistics) {
  const int64_t size = units.hypotheses.size();
  const SentenceList references = slice(units.references, set * size, (set + 1) * size);
  const NgramMatches counts = count_bleu(find_card(protocols(), "paired", "protocol"),
                                         {units.hypotheses, references}, units.max_order);
  for (int64_t i = 0; i < size; ++i) {
    int32_t* at = statistics.values.data() + i * statistics.columns + column;
    for (int order = 1; order <= units.max_order; ++order, at += 3) {
      at[1] = ngrams_of(references.length(i), order);
      at[0] = at[1] > 0 ? counts.total(i, order) : 0;  // as sacreBLEU has it
      at[2] = counts.matched(i, order);
    }
  }
}

// In the precision of Number step by step, in the order of sacreBLEU's chrf.py.
template <typename Number>
Number f_score(std::span<const Number> statistics) {
  Number precision = 0;
  Number recall = 0;
  int orders = 0;
  for (size_t at = 0; at < statistics.size(); at += 3) {
    const Number hypothesis = statistics[at];
    const Number reference = statistics[at + 1];
    if (hypothesis <= 0 || reference <= 0) continue;
    precision += statistics[at + 2] / hypothesis;
    recall += statistics[at + 2] / reference;
    ++orders;
  }
  if (orders == 0) return 0;
  precision /= static_cast<Number>(orders);
  recall /= static_cast<Number>(orders);
  if (precision + recall == 0) return 0;
  const Number score = (1 + kBetaSquared) * precision * recall;
  return 100 * (score / (kBetaSquared * precision + recall));
}

double f_score_of_row(std::span<const int32_t> row) {
  const std::vector<double> statistics(row.begin(), row.end());
  return f_score<double>(statistics);
}

// Takes the rows of `other` that score higher.
void keep_best(const SegmentStatistics& other, SegmentStatistics& best) {
  for (int64_t i = 0; i < best.size(); ++i) {
    const auto row = other.row(i);
    if (f_score_of_row(row) > f_score_of_row(best.row(i))) {
      std::ranges::copy(row, best.values.begin() + i * best.columns);
    }
  }
}

}  // namespace

SegmentStatistics chrf_statistics(const ChrfSentences& sentences, int word_order) {
  const auto size = static_cast<int64_t>(sentences.hypotheses.size());
  const int64_t sets = size == 0 ? 1 : static_cast<int64_t>(sentences.references.size()) / size;
  require_pairs(size, static_cast<int64_t>(sentences.references.size()), sets);
  const ChrfUnits characters = chrf_characters(sentences);
  const ChrfUnits words =
      word_order > 0 ? chrf_words_of(sentences, word_order) : ChrfUnits{.max_order = 0};
  SegmentStatistics best;
  for (int64_t set = 0; set < sets; ++set) {
    SegmentStatistics statistics{.columns = 3 * (kChrfCharacterOrder + word_order)};
    statistics.values.resize(static_cast<size_t>(size * statistics.columns));
    count(characters, set, 0, statistics);
    if (word_order > 0) count(words, set, 3 * kChrfCharacterOrder, statistics);
    if (set == 0) {
      best = std::move(statistics);
    } else {
      keep_best(statistics, best);
    }
  }
  return best;
}

double chrf_of_sums(std::span<const double> sums) { return f_score(sums); }
float chrf_of_sums(std::span<const float> sums) { return f_score(sums); }

}  // namespace lingan::metrics
