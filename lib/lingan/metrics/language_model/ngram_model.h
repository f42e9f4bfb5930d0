/// A back-off n-gram model: what is estimated, written as ARPA, read and asked.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lingan::metrics {

/// Words with a meaning of their own have the first numbers; all others follow.
constexpr int32_t kUnknownWord = 0;    ///< `<unk>`: any word that the model does not have
constexpr int32_t kSentenceBegin = 1;  ///< `<s>`: given before the first word, never predicted
constexpr int32_t kSentenceEnd = 2;    ///< `</s>`: predicted after the last word
constexpr int32_t kFirstWord = 3;
constexpr std::string_view kSpecialWords[] = {"<unk>", "<s>", "</s>"};

/// All n-grams of a model, order by order: n-gram `g` of order k has a number in
/// starts[k - 1]..starts[k]; that of a unigram is its word's. 20 bytes for each.
struct NgramModel {
  static constexpr uint32_t kNone = 0xFFFFFFFF;  ///< a unigram's context and suffix

  std::vector<uint32_t> starts = {0};    ///< [order() + 1]
  std::vector<int32_t> words;            ///< the last word
  std::vector<uint32_t> contexts;        ///< the n-gram without its last word
  std::vector<uint32_t> suffixes;        ///< the longest n-gram that it ends with
  std::vector<float> log10_probability;  ///< of the last word after the others, <= 0
  std::vector<float> log10_backoff;      ///< added where no n-gram with this context is there
  /// Of an estimated model: the orders, rising, that took kFallbackDiscounts (discounts.h).
  std::vector<int> fallback_orders;

  int order() const { return static_cast<int>(starts.size()) - 1; }
  uint32_t size(int order) const { return starts[order] - starts[order - 1]; }
  int32_t vocabulary_size() const { return static_cast<int32_t>(starts[1]); }
};

}  // namespace lingan::metrics
