#include <lingan/metrics/vectors/embedding_similarity.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The vectors at length 1.
Rows directions(const SkipGramWeights& weights) {
  const auto words = static_cast<int64_t>(weights.biases.size());
  return Eigen::Map<const Rows>(weights.vectors.data(), words, weights.width)
      .rowwise()
      .normalized();
}

/// Numbers of the words of the references: the most frequent first, of two as frequent the one that
/// comes first.
std::unordered_map<int32_t, int32_t> ranks_in(const SentenceList& references) {
  std::unordered_map<int32_t, size_t> places;
  std::vector<std::pair<int32_t, int64_t>> counts;
  for (const int32_t id : references.ids) {
    const auto [place, is_new] = places.emplace(id, counts.size());
    if (is_new) counts.emplace_back(id, 0);
    ++counts[place->second].second;
  }
  std::ranges::stable_sort(counts, std::greater<>(), &std::pair<int32_t, int64_t>::second);
  std::unordered_map<int32_t, int32_t> ranks;
  for (const auto& [id, count] : counts) ranks.emplace(id, static_cast<int32_t>(ranks.size()));
  return ranks;
}

/// The sentences in these numbers.
SentenceList renumbered(SentenceList sentences, const std::unordered_map<int32_t, int32_t>& ranks) {
  for (int32_t& id : sentences.ids) {
    const auto rank = ranks.find(id);
    id = rank == ranks.end() ? static_cast<int32_t>(ranks.size()) : rank->second;
  }
  return sentences;
}

void require_pair(const SentenceList& sentences, int32_t vocabulary, const char* whose) {
  for (int64_t i = 0; i < sentences.size(); ++i) {
    const auto is_unknown = [&](int32_t word) { return word >= vocabulary; };
    const auto both = [&](int32_t a, int32_t b) { return !is_unknown(a) && !is_unknown(b); };
    const auto sentence = sentences[i];
    if (std::ranges::adjacent_find(sentence, both) != sentence.end()) return;
  }
  throw NoValue(std::string("no two words that the references have stand side by side in the ") +
                whose);
}

}  // namespace

double embedding_similarity(const SkipGramWeights& a, const SkipGramWeights& b, int64_t words) {
  const Rows one = directions(a), other = directions(b);
  const Rows both = one.transpose() * other;
  const Rows of_one = one.transpose() * one, of_other = other.transpose() * other;
  double sum = 0;
  for (int64_t i = 0; i < words; ++i) {
    const double product = one.row(i) * both * other.row(i).transpose();
    const double square = one.row(i) * of_one * one.row(i).transpose();
    const double other_square = other.row(i) * of_other * other.row(i).transpose();
    sum += product / std::sqrt(square * other_square);
  }
  const double mean = sum / static_cast<double>(words);
  if (!(mean > 0)) throw NoValue("the words' similarities have nothing in common: no logarithm");
  return std::min(std::log10(mean), 0.0);
}

double embedding_similarity(const SentenceList& hypotheses, const SentenceList& references) {
  const auto ranks = ranks_in(references);
  const auto vocabulary = static_cast<int32_t>(ranks.size());
  const SentenceList known = renumbered(hypotheses, ranks), real = renumbered(references, ranks);
  require_pair(real, vocabulary, "references");
  require_pair(known, vocabulary, "hypotheses");
  return embedding_similarity(learn_skip_gram(known, vocabulary), learn_skip_gram(real, vocabulary),
                              (vocabulary + 9) / 10);
}

MetricCard embedding_similarity_card() {
  return {
      .name = "embedding-similarity",
      .summary = "log10 of how alike words' similarities are in either text, <= 0; by skip-gram",
      .paper = "Zhu et al. 2018 (Texygen, EmbSim)",
      .direction = Direction::kHigherIsBetter,
      .needs = Needs::kReferences,
      .value = [](EvaluationCounts& counts, int) {
        return embedding_similarity(counts.sentences().hypotheses, counts.reference_sentences());
      }};
}

}  // namespace lingan::metrics
