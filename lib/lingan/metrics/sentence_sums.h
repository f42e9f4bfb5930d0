/// A metric as a function of sums over its sentences: what a bootstrap
/// (metrics/yardsticks/bootstrap.h) adds up again and again, so that no sentence is measured twice.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace lingan::metrics {

struct SentenceSums {
  int columns = 0;                  ///< >= 1
  std::vector<double> values = {};  ///< [sentences, columns]: the summands of each sentence
  /// The metric of the sums, [columns]; NaN where it is undefined.
  std::function<double(std::span<const double> sums)> score = {};

  int64_t size() const { return static_cast<int64_t>(values.size()) / columns; }
};

/// The sum of the first numbers over the sum of the second: nats over tokens, for example.
/// @param numerators, denominators  [sentences].
SentenceSums ratio_of_sums(std::span<const double> numerators,
                           std::span<const double> denominators);

/// The mean of a number for each sentence.
SentenceSums mean_of_sentences(std::span<const double> numbers);
SentenceSums mean_of_sentences(std::span<const int32_t> numbers);

}  // namespace lingan::metrics
