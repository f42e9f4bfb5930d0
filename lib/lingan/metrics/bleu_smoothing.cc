#include <lingan/metrics/bleu_smoothing.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <lingan/base/error.h>
#include <lingan/metrics/ngram_matches.h>

namespace lingan::metrics {
namespace {

constexpr double kEpsilonMatches = 0.1;
constexpr double kPriorWeight = 5;   // "alpha" of method 6
constexpr double kLengthFactor = 5;  // "k" of method 4

using Counts = std::span<const OrderCounts>;
using Precisions = std::span<double>;

double denominator(const OrderCounts& counts) { return counts.total > 0 ? counts.total : 1; }

// Orders without a match get `matches(k)` matches, k = 1 for the first such order, 2 for the next.
template <typename Matches>
void fill_unmatched(Counts counts, Precisions precisions, const Matches& matches) {
  int unmatched = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].matched == 0) precisions[i] = matches(++unmatched) / denominator(counts[i]);
  }
}

void add_one(Counts counts, Precisions precisions) {
  for (size_t i = 1; i < counts.size(); ++i) {
    precisions[i] = (counts[i].matched + 1) / (denominator(counts[i]) + 1);
  }
}

void shrink_with_length(Counts counts, double length, Precisions precisions) {
  if (length <= 1) return;
  fill_unmatched(counts, precisions,
                 [length](int k) { return 1 / (std::exp2(k) * kLengthFactor / std::log(length)); });
}

void average_neighbours(double five_gram_precision, Precisions precisions) {
  double before = precisions[0] + 1;
  for (size_t i = 0; i < precisions.size(); ++i) {
    const double after = i + 1 < precisions.size() ? precisions[i + 1] : five_gram_precision;
    precisions[i] = (before + precisions[i] + after) / 3;
    before = precisions[i];
  }
}

void cut_off(Counts counts, Precisions precisions) {
  const auto first =
      std::ranges::find_if(counts, [](const OrderCounts& order) { return order.matched == 0; });
  std::fill(precisions.begin() + (first - counts.begin()), precisions.end(), 0.0);
}

bool interpolate(Counts counts, Precisions precisions) {
  if (counts.size() < 3 || counts[2].matched == 0) return false;
  for (size_t i = 2; i < counts.size(); ++i) {
    const double ratio =
        precisions[i - 2] == 0 ? 0 : precisions[i - 1] * precisions[i - 1] / precisions[i - 2];
    precisions[i] = (counts[i].matched + kPriorWeight * ratio) / (counts[i].total + kPriorWeight);
  }
  return true;
}

}  // namespace

Smoothing parse_smoothing(int number) {
  if (number < 0 || number > 7) {
    throw UsageError("smoothing " + std::to_string(number) +
                     " is unknown; NLTK's methods are 0 to 7");
  }
  return static_cast<Smoothing>(number);
}

bool smooth_precisions(Smoothing smoothing, Counts counts, OrderCounts five_gram, double length,
                       Precisions precisions) {
  for (size_t i = 0; i < counts.size(); ++i) precisions[i] = counts[i].precision();
  switch (smoothing) {
    case Smoothing::kNone:
      for (double& precision : precisions) {
        if (precision == 0) precision = std::numeric_limits<double>::min();
      }
      return true;
    case Smoothing::kEpsilon:
      fill_unmatched(counts, precisions, [](int) { return kEpsilonMatches; });
      return true;
    case Smoothing::kAddOne:
      add_one(counts, precisions);
      return true;
    case Smoothing::kGeometric:
      fill_unmatched(counts, precisions, [](int k) { return std::exp2(-k); });
      return true;
    case Smoothing::kLength:
      shrink_with_length(counts, length, precisions);
      return true;
    case Smoothing::kNeighbours:
      average_neighbours(five_gram.precision(), precisions);
      return true;
    case Smoothing::kInterpolated:
      return interpolate(counts, precisions);
    case Smoothing::kLengthNeighbours:
      shrink_with_length(counts, length, precisions);
      average_neighbours(five_gram.precision(), precisions);
      return true;
    case Smoothing::kCutOff:
      cut_off(counts, precisions);
      return true;
  }
  return false;
}

}  // namespace lingan::metrics
