#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {

SentenceSums ratio_of_sums(std::span<const double> numerators,
                           std::span<const double> denominators) {
  SentenceSums sums{.columns = 2,
                    .score = [](std::span<const double> sums) { return sums[0] / sums[1]; }};
  sums.values.reserve(2 * numerators.size());
  for (size_t i = 0; i < numerators.size(); ++i) {
    sums.values.insert(sums.values.end(), {numerators[i], denominators[i]});
  }
  return sums;
}

SentenceSums mean_of_sentences(std::span<const double> numbers) {
  return ratio_of_sums(numbers, std::vector<double>(numbers.size(), 1));
}

SentenceSums mean_of_sentences(std::span<const int32_t> numbers) {
  return mean_of_sentences(std::vector<double>(numbers.begin(), numbers.end()));
}

}  // namespace lingan::metrics
