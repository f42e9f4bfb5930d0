/// Sentences of words as metrics take them.
#pragma once

#include <lingan/base/random.h>
#include <lingan/metrics/sentence_list.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "tests/split_words.h"

namespace lingan::testing {

/// Sentences of so many tokens, all of them one word.
inline metrics::SentenceList of_lengths(const std::vector<int32_t>& lengths) {
  metrics::SentenceList list;
  for (const int32_t length : lengths) list.append(std::vector<int32_t>(length, 7));
  return list;
}

/// Gives equal words equal ids.
class WordIds {
 public:
  void append(metrics::SentenceList& list, const Words& words) {
    std::vector<int32_t> ids;
    for (const auto& word : words) {
      ids.push_back(ids_.try_emplace(word, static_cast<int32_t>(ids_.size())).first->second);
    }
    list.append(ids);
  }
  metrics::SentenceList list(const std::vector<Words>& sentences) {
    metrics::SentenceList result;
    for (const auto& words : sentences) append(result, words);
    return result;
  }

 private:
  std::unordered_map<std::string, int32_t> ids_;
};

/// Short sentences over few words, so that long n-grams repeat; some are empty.
inline metrics::SentenceList random_sentences(uint64_t seed, int64_t count, uint64_t words) {
  const RandomStream stream{.seed = seed};
  metrics::SentenceList list;
  for (int64_t i = 0; i < count; ++i) {
    std::vector<int32_t> sentence(stream.below(13, i, 0));
    for (size_t t = 0; t < sentence.size(); ++t) {
      sentence[t] = static_cast<int32_t>(stream.below(words, i, static_cast<uint32_t>(t) + 1));
    }
    list.append(sentence);
  }
  return list;
}

}  // namespace lingan::testing
