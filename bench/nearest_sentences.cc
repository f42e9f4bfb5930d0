/// The nearest of many sentences by edit distance, timed.
///
/// Usage: bench_nearest_sentences QUERIES SENTENCES [REPEATS]. Text is tokenized already
/// (whitespace). Checks its distances against the whole table of partial distances, for some
/// queries and all sentences, before it times. Prints JSON on stdout: seconds (median over repeats)
/// from words in memory to distances, index and numbering of words included, and every distance.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/base/parallel.h>
#include <lingan/metrics/memory/nearest_sentences.h>

#include "bench/lib/timing.h"
#include "bench/lib/words.h"

namespace {

using lingan::bench::intern;
using lingan::bench::read_words;
using lingan::bench::Words;
using lingan::metrics::SentenceList;

constexpr int64_t kChecked = 3;

std::vector<int32_t> nearest(const std::vector<Words>& queries,
                             const std::vector<Words>& sentences) {
  lingan::metrics::WordInterner words;
  const SentenceList others = intern(sentences, words);
  return lingan::metrics::NearestSentences(others).distances(intern(queries, words));
}

/// Wagner and Fischer 1974, row by row.
int32_t table_distance(const Words& left, const Words& right) {
  std::vector<int32_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (const std::string& word : left) {
    int32_t diagonal = row[0]++;
    for (size_t j = 1; j <= right.size(); ++j) {
      const int32_t replaced = diagonal + (word != right[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

void check(const std::vector<Words>& queries, const std::vector<Words>& sentences,
           const std::vector<int32_t>& distances) {
  for (int64_t k = 0; k < kChecked; ++k) {
    const size_t i = static_cast<size_t>(k) * queries.size() / kChecked;
    int32_t expected = table_distance(queries[i], sentences[0]);
    for (const Words& sentence : sentences) {
      expected = std::min(expected, table_distance(queries[i], sentence));
    }
    if (distances[i] == expected) continue;
    std::fprintf(stderr, "query %zu: distance %d, expected %d\n", i, distances[i], expected);
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s QUERIES SENTENCES [REPEATS]\n", argv[0]);
    return 2;
  }
  const auto queries = read_words(argv[1]);
  const auto sentences = read_words(argv[2]);
  const int repeats = argc > 3 ? std::max(1, std::atoi(argv[3])) : 1;
  std::vector<int32_t> distances = nearest(queries, sentences);
  check(queries, sentences, distances);
  const auto seconds =
      lingan::bench::time_calls(repeats, [&] { distances = nearest(queries, sentences); });
  const nlohmann::json report = {{"threads", lingan::thread_count()},
                                 {"seconds", lingan::bench::median(seconds)},
                                 {"distances", distances}};
  std::puts(report.dump().c_str());
  return 0;
}
