#include <lingan/metrics/language_model/kneser_ney.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/language_model/ngram_counts.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kGrain = int64_t{1} << 15;  // n-grams that one call of a parallel body takes
constexpr float kLogOfZero = -99;             // as SRILM has it; the format has no infinity

float log10_of(float probability) { return probability > 0 ? std::log10(probability) : kLogOfZero; }

/// Of a context: the sum of the counts of its n-grams, and how many have 1, 2, and 3 or more.
struct Sums {
  uint32_t total = 0;
  uint32_t with[3] = {};

  void add_atomically(uint32_t count) {
    std::atomic_ref(total).fetch_add(count, std::memory_order_relaxed);
    if (count == 0) return;
    std::atomic_ref(with[std::min(count, 3U) - 1]).fetch_add(1, std::memory_order_relaxed);
  }
  /// The share of the lower order.
  float gamma(const Discounts& discounts) const {
    float sum = 0;
    for (int j = 1; j <= 3; ++j) sum += discounts[j] * static_cast<float>(with[j - 1]);
    return sum / static_cast<float>(total);
  }
};

/// As lmplz counts them: the last n-gram of an order below the highest by its occurrences.
CountsOfCounts counts_of_counts(const AdjustedCounts& text, int order) {
  CountsOfCounts counts = {};
  const auto add = [&counts](uint32_t count, uint64_t sign) {
    if (count > 0 && count < counts.size()) counts[count] += sign;
  };
  const auto& starts = text.ngrams.starts;
  for (uint32_t i = starts[order - 1]; i < starts[order]; ++i) add(text.counts[i], 1);
  if (order <= static_cast<int>(text.last.size())) {
    const auto [ngram, raw_count] = text.last[order - 1];
    add(text.counts[ngram], ~uint64_t{0});  // minus one
    add(raw_count, 1);
  }
  return counts;
}

Discounts discounts_of(AdjustedCounts& text, int order, bool fallback) {
  try {
    return estimate_discounts(counts_of_counts(text, order), order);
  } catch (const InputError&) {
    if (!fallback) throw;
    text.ngrams.fallback_orders.push_back(order);
    return kFallbackDiscounts;
  }
}

class Estimator {
 public:
  explicit Estimator(AdjustedCounts text) : text_(std::move(text)) {
    text_.ngrams.log10_probability.resize(text_.counts.size());
    text_.ngrams.log10_backoff.assign(text_.counts.size(), 0);
  }

  NgramModel estimate(const KneserNeyOptions& options) && {
    std::vector<Discounts> discounts;
    for (int k = 1; k <= options.order; ++k) {
      discounts.push_back(discounts_of(text_, k, options.discount_fallback));
    }
    estimate_words(discounts[0]);
    for (int k = 2; k <= options.order; ++k) estimate_order(k, discounts[k - 1]);
    NgramModel& model = text_.ngrams;
    for_each(0, model.starts.back(), [&model](uint32_t ngram) {
      float& probability = model.log10_probability[ngram];
      probability = std::min(0.0F, log10_of(probability));
    });
    return std::move(model);
  }

 private:
  void estimate_words(const Discounts& discounts) {
    const uint32_t size = text_.ngrams.starts[1];
    Sums sums;
    for (uint32_t word = 0; word < size; ++word) sums.add_atomically(text_.counts[word]);
    const float uniform = 1 / static_cast<float>(size - 1);
    const float rest = sums.gamma(discounts) * uniform;
    for (uint32_t word = 0; word < size; ++word) {
      text_.ngrams.log10_probability[word] = discounted(word, discounts, sums) + rest;
    }
    text_.ngrams.log10_probability[kSentenceBegin] = 1;
  }

  /// Probabilities are no logarithms until the last order is done.
  void estimate_order(int order, const Discounts& discounts) {
    NgramModel& model = text_.ngrams;
    const uint32_t below = model.starts[order - 2];
    const uint32_t first = model.starts[order - 1];
    std::vector<Sums> sums(model.size(order - 1));
    for_each(first, model.starts[order], [&](uint32_t ngram) {
      sums[model.contexts[ngram] - below].add_atomically(text_.counts[ngram]);
    });
    std::vector<float> gammas(sums.size());
    for_each(below, first, [&](uint32_t context) {
      const Sums& sum = sums[context - below];
      if (sum.total == 0) return;  // nothing follows
      gammas[context - below] = sum.gamma(discounts);
      model.log10_backoff[context] = log10_of(gammas[context - below]);
    });
    for_each(first, model.starts[order], [&](uint32_t ngram) {
      const uint32_t context = model.contexts[ngram] - below;
      model.log10_probability[ngram] =
          discounted(ngram, discounts, sums[context]) +
          gammas[context] * model.log10_probability[model.suffixes[ngram]];
    });
  }

  float discounted(uint32_t ngram, const Discounts& discounts, const Sums& sums) const {
    const uint32_t count = text_.counts[ngram];
    return (static_cast<float>(count) - discount_of(discounts, count)) /
           static_cast<float>(sums.total);
  }

  template <typename Body>
  static void for_each(uint32_t begin, uint32_t end, const Body& body) {
    parallel_for(end - begin, kGrain, [&](int64_t from, int64_t to) {
      for (int64_t i = from; i < to; ++i) body(begin + static_cast<uint32_t>(i));
    });
  }

  AdjustedCounts text_;
};

}  // namespace

NgramModel estimate_kneser_ney(const SentenceList& sentences, int32_t vocabulary_size,
                               const KneserNeyOptions& options) {
  if (options.order < 1 || options.order > kMaxModelOrder) {
    throw UsageError("`order` " + std::to_string(options.order) + " is out of range; use 1 to " +
                     std::to_string(kMaxModelOrder));
  }
  if (sentences.size() == 0) throw InputError("there is no sentence to learn a model from");
  return Estimator(adjusted_counts(sentences, vocabulary_size, options.order)).estimate(options);
}

}  // namespace lingan::metrics
