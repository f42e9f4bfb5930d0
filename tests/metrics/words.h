/// Sentences of words as metrics take them.
#pragma once

#include <lingan/metrics/sentence_list.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace lingan::testing {

using Words = std::vector<std::string>;

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

}  // namespace lingan::testing
