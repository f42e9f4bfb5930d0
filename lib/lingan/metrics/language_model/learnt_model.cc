#include <lingan/metrics/language_model/learnt_model.h>

#include <lingan/metrics/language_model/kneser_ney.h>

namespace lingan::metrics {

SentenceList ModelWords::learn(const SentenceList& sentences) {
  SentenceList words = sentences;
  for (int32_t& id : words.ids) id = words_.try_emplace(id, size()).first->second;
  return words;
}

std::vector<int32_t> ModelWords::words(std::span<const int32_t> ids) const {
  std::vector<int32_t> words;
  for (const int32_t id : ids) {
    const auto known = words_.find(id);
    words.push_back(known == words_.end() ? kUnknownWord : known->second);
  }
  return words;
}

LearntModel learn_model(const SentenceList& sentences, int order) {
  LearntModel learnt;
  const SentenceList text = learnt.words.learn(sentences);
  learnt.model =
      estimate_kneser_ney(text, learnt.words.size(), {.order = order, .discount_fallback = true});
  return learnt;
}

}  // namespace lingan::metrics
