#include <lingan/metrics/likelihood.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <lingan/base/error.h>
#include <lingan/metrics/metric_cards.h>

namespace lingan::metrics {
namespace {

void check(const TokenLikelihoods& likelihoods) {
  const size_t cells = likelihoods.lengths.size() * static_cast<size_t>(likelihoods.width);
  if (likelihoods.width < 0 || likelihoods.log_probabilities.size() != cells) {
    throw UsageError("likelihoods: " + std::to_string(likelihoods.log_probabilities.size()) +
                     " log-probabilities for " + std::to_string(likelihoods.lengths.size()) +
                     " sentences of width " + std::to_string(likelihoods.width));
  }
  for (const int32_t length : likelihoods.lengths) {
    if (length < 0 || length > likelihoods.width) {
      throw UsageError("likelihoods: length " + std::to_string(length) + " is outside 0.." +
                       std::to_string(likelihoods.width));
    }
  }
}

// Adds -ln p of a sentence's tokens. Rounding may leave a sure token a log-probability
// above 0.
void add_nats(const TokenLikelihoods& likelihoods, size_t row, double& sum) {
  const float* cells =
      likelihoods.log_probabilities.data() + row * static_cast<size_t>(likelihoods.width);
  for (int32_t t = 0; t < likelihoods.lengths[row]; ++t)
    sum -= std::min(static_cast<double>(cells[t]), 0.0);
}

void require_number(double sum) {
  if (std::isnan(sum)) throw NumericError("likelihoods: a log-probability is not a number");
}

// -ln p of all sentences together.
double total(const TokenLikelihoods& likelihoods) {
  check(likelihoods);
  double sum = 0;
  for (size_t row = 0; row < likelihoods.lengths.size(); ++row) add_nats(likelihoods, row, sum);
  require_number(sum);
  return sum;
}

double divide(double sum, double count) {
  if (count == 0) throw UsageError("likelihoods: there is no token to score");
  return sum / count;
}

}  // namespace

double nll_per_token(const TokenLikelihoods& likelihoods) {
  int64_t tokens = 0;
  for (const int32_t length : likelihoods.lengths) tokens += length;
  return divide(total(likelihoods), static_cast<double>(tokens));
}

SentenceSums nll_sums(const TokenLikelihoods& likelihoods) {
  check(likelihoods);
  std::vector<double> nats(likelihoods.lengths.size());
  for (size_t row = 0; row < nats.size(); ++row) {
    add_nats(likelihoods, row, nats[row]);
    require_number(nats[row]);
  }
  return ratio_of_sums(nats,
                       std::vector<double>(likelihoods.lengths.begin(), likelihoods.lengths.end()));
}

double nll_with_padding(const TokenLikelihoods& likelihoods, int32_t padded) {
  const auto longest = std::ranges::max_element(likelihoods.lengths);
  if (longest != likelihoods.lengths.end() && *longest > padded) {
    throw UsageError("`pad_to`: " + std::to_string(padded) +
                     " is less than the longest sentence, " + std::to_string(*longest) + " tokens");
  }
  return divide(total(likelihoods), static_cast<double>(likelihoods.lengths.size()) * padded);
}

double perplexity(const TokenLikelihoods& likelihoods) {
  return std::exp(nll_per_token(likelihoods));
}

bool is_under_generator(const MetricCard& card) {
  return card.needs == Needs::kModel && !card.trains_network &&
         !card.name.starts_with("nll-oracle");
}

bool is_of_real_sentences(const MetricCard& card) {
  return card.measures_real && is_under_generator(card);
}

}  // namespace lingan::metrics
