/// What scipy, faiss and mauve-text say of vectors: vector_cases.json, with references.npy and
/// hypotheses.npy, which make_vector_cases.py wrote.
#pragma once

#include <cmath>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include <lingan/base/random.h>
#include <lingan/metrics/sentence_vectors.h>
#include <lingan/metrics/vectors/vector_file.h>

#include "tests/test_data.h"

namespace lingan::testing {

inline const nlohmann::json& vector_cases() {
  static const nlohmann::json cases = [] {
    std::ifstream file(source_dir() / "tests/metrics/vectors/vector_cases.json");
    return nlohmann::json::parse(file);
  }();
  return cases;
}

inline metrics::VectorPair vector_pair() {
  const auto folder = source_dir() / "tests/metrics/vectors";
  return {.hypotheses = metrics::read_sentence_vectors((folder / "hypotheses.npy").string()),
          .references = metrics::read_sentence_vectors((folder / "references.npy").string())};
}

/// Independent normal numbers of variance 1 (Box & Muller 1958).
inline metrics::SentenceVectors normal_vectors(uint64_t seed, int64_t count, int64_t width) {
  const RandomStream stream{.seed = seed, .purpose = Purpose::kNoise};
  metrics::SentenceVectors vectors{.width = width, .values = {}};
  for (int64_t i = 0; i < count * width; ++i) {
    const double radius = std::sqrt(-2 * std::log(1 - stream.uniform(i, 0)));
    vectors.values.push_back(radius * std::cos(6.283185307179586 * stream.uniform(i, 1)));
  }
  return vectors;
}

}  // namespace lingan::testing
