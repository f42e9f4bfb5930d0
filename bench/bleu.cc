/// BLEU-2..5 against all references and leave-one-out Self-BLEU-2..5, timed.
///
/// Usage: bench_bleu HYPOTHESES REFERENCES [REPEATS]. Text is tokenized already (whitespace).
/// Checks its values against direct counting on some sentences before it times. Prints JSON on
/// stdout: seconds (median over repeats) from words in memory to values, and every value.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/base/parallel.h>
#include <lingan/metrics/bleu.h>

#include "bench/lib/words.h"

namespace {

using lingan::bench::intern;
using lingan::bench::read_words;
using lingan::bench::Words;
using lingan::metrics::NgramMatches;
using lingan::metrics::SentenceList;
using Ngram = std::vector<int32_t>;

constexpr int kOrders = 5;
constexpr int64_t kChecked = 50;

struct Values {
  std::map<std::string, double> means;
  std::map<std::string, std::vector<double>> sentences;
};

void score(const NgramMatches& counts, const std::string& name, Values& values) {
  for (int order = 2; order <= kOrders; ++order) {
    const std::string key = name + "-" + std::to_string(order);
    const auto& scores = values.sentences[key] =
        lingan::metrics::sentence_bleu(counts, lingan::metrics::bleu_of_order(order));
    double sum = 0;
    for (const double value : scores) sum += value;
    values.means[key] = sum / static_cast<double>(scores.size());
  }
}

Values bleu(const std::vector<Words>& hypotheses, const std::vector<Words>& references) {
  lingan::metrics::WordInterner words;
  const SentenceList ours = intern(hypotheses, words);
  const SentenceList theirs = intern(references, words);
  Values values;
  score(lingan::metrics::match_ngrams(ours, theirs, kOrders), "bleu", values);
  return values;
}

Values self_bleu(const std::vector<Words>& hypotheses) {
  lingan::metrics::WordInterner words;
  Values values;
  score(lingan::metrics::match_others(intern(hypotheses, words), kOrders), "self-bleu", values);
  return values;
}

std::map<Ngram, int> count_ngrams(std::span<const int32_t> sentence, int order) {
  std::map<Ngram, int> counts;
  for (size_t at = 0; at + order <= sentence.size(); ++at) {
    ++counts[Ngram(sentence.begin() + at, sentence.begin() + at + order)];
  }
  return counts;
}

/// Matches of one sentence by the definition: every reference is counted and compared.
int direct_matches(std::span<const int32_t> sentence, const SentenceList& references,
                   int64_t skipped, int order) {
  const auto counts = count_ngrams(sentence, order);
  std::map<Ngram, int> maximum;
  for (int64_t i = 0; i < references.size(); ++i) {
    if (i == skipped) continue;
    for (const auto& [ngram, count] : count_ngrams(references[i], order)) {
      if (counts.contains(ngram)) maximum[ngram] = std::max(maximum[ngram], count);
    }
  }
  int matches = 0;
  for (const auto& [ngram, count] : counts) matches += std::min(count, maximum[ngram]);
  return matches;
}

void check(const std::vector<Words>& hypotheses, const std::vector<Words>& references) {
  lingan::metrics::WordInterner words;
  const SentenceList ours = intern(hypotheses, words);
  const SentenceList theirs = intern(references, words);
  const NgramMatches against = lingan::metrics::match_ngrams(ours, theirs, kOrders);
  const NgramMatches others = lingan::metrics::match_others(ours, kOrders);
  for (int64_t k = 0; k < kChecked; ++k) {
    const int64_t i = k * ours.size() / kChecked;
    const int order = 1 + static_cast<int>(k % kOrders);
    if (against.matched(i, order) != direct_matches(ours[i], theirs, -1, order) ||
        others.matched(i, order) != direct_matches(ours[i], ours, i, order)) {
      std::fprintf(stderr, "wrong number of %d-gram matches in sentence %lld\n", order,
                   static_cast<long long>(i));
      std::exit(1);
    }
  }
}

/// Median seconds of `repeats` calls after one that warms up.
template <typename Work>
double median_seconds(int repeats, const Work& work) {
  std::vector<double> seconds;
  for (int i = 0; i <= repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const Values values = work();
    const auto stop = std::chrono::steady_clock::now();
    if (i > 0) seconds.push_back(std::chrono::duration<double>(stop - start).count());
  }
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s HYPOTHESES REFERENCES [REPEATS]\n", argv[0]);
    return 2;
  }
  const auto hypotheses = read_words(argv[1]);
  const auto references = read_words(argv[2]);
  const int repeats = argc > 3 ? std::max(1, std::atoi(argv[3])) : 9;
  check(hypotheses, references);
  Values values = bleu(hypotheses, references);
  const Values self = self_bleu(hypotheses);
  values.means.insert(self.means.begin(), self.means.end());
  values.sentences.insert(self.sentences.begin(), self.sentences.end());
  const nlohmann::json report = {
      {"threads", lingan::thread_count()},
      {"bleu_s", median_seconds(repeats, [&] { return bleu(hypotheses, references); })},
      {"self_bleu_s", median_seconds(repeats, [&] { return self_bleu(hypotheses); })},
      {"means", values.means},
      {"sentences", values.sentences}};
  std::puts(report.dump().c_str());
  return 0;
}
