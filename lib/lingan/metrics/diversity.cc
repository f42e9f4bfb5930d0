#include <lingan/metrics/diversity.h>

#include <string>
#include <string_view>
#include <unordered_set>

#include <lingan/base/error.h>
#include <lingan/metrics/ngram_counter.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

std::unordered_set<std::string_view> set_of(const SentenceList& sentences) {
  std::unordered_set<std::string_view> set;
  for (int64_t i = 0; i < sentences.size(); ++i) set.insert(bytes_of(sentences[i]));
  return set;
}

}  // namespace

double distinct_ngrams(const SentenceList& sentences, int order) {
  if (order < 1 || order > kMaxOrder) {
    throw UsageError("distinct-" + std::to_string(order) +
                     " is out of range; use distinct-1 to distinct-8");
  }
  NgramCounter counter(sentences);
  const auto different = static_cast<double>(counter.of_order(order).size());
  const int64_t total = total_ngrams(sentences, order);
  if (total == 0) throw no_ngrams(order);
  return different / static_cast<double>(total);
}

double unique_share(const SentenceList& sentences) {
  require_sentences(sentences);
  return static_cast<double>(set_of(sentences).size()) / static_cast<double>(sentences.size());
}

double novelty(const SentenceList& sentences, const SentenceList& training) {
  require_sentences(sentences);
  return mean_of(novel_sentences(sentences, training));
}

std::vector<int32_t> novel_sentences(const SentenceList& sentences, const SentenceList& training) {
  const auto known = set_of(training);
  std::vector<int32_t> novel(static_cast<size_t>(sentences.size()));
  for (int64_t i = 0; i < sentences.size(); ++i) novel[i] = !known.contains(bytes_of(sentences[i]));
  return novel;
}

}  // namespace lingan::metrics
