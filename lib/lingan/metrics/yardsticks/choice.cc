#include <lingan/metrics/yardsticks/choice.h>

#include <lingan/base/random_permutation.h>

namespace lingan::metrics {

Choice random_choice(int64_t size, int64_t count) {
  Choice choice;
  if (size == 0) return choice;
  const RandomPermutation order(static_cast<uint64_t>(size),
                                {.seed = 1, .purpose = Purpose::kEvaluate});
  for (int64_t i = 0; i < count; ++i) choice.push_back(static_cast<int64_t>(order.at(i)));
  return choice;
}

SentenceList chosen(const SentenceList& sentences, std::span<const int64_t> choice) {
  SentenceList list;
  for (const int64_t index : choice) list.append(sentences[index]);
  return list;
}

std::vector<std::string> chosen(const std::vector<std::string>& lines,
                                std::span<const int64_t> choice) {
  std::vector<std::string> some;
  some.reserve(choice.size());
  for (const int64_t index : choice) some.push_back(lines[index]);
  return some;
}

SentenceVectors chosen(const SentenceVectors& vectors, std::span<const int64_t> choice) {
  SentenceVectors some{.width = vectors.width, .values = {}};
  some.values.reserve(choice.size() * static_cast<size_t>(vectors.width));
  for (const int64_t index : choice) {
    const auto vector = vectors[index];
    some.values.insert(some.values.end(), vector.begin(), vector.end());
  }
  return some;
}

void choose_hypotheses(const EvaluationSentences& source, std::span<const int64_t> choice,
                       EvaluationSentences& target) {
  if (source.hypotheses.size() > 0) target.hypotheses = chosen(source.hypotheses, choice);
  if (source.texts && !source.texts->hypotheses.empty()) {
    target.texts->hypotheses = chosen(source.texts->hypotheses, choice);
  }
  if (source.vectors) target.vectors->hypotheses = chosen(source.vectors->hypotheses, choice);
}

void choose_references(const EvaluationSentences& source, std::span<const int64_t> choice,
                       EvaluationSentences& target) {
  if (source.references) target.references = chosen(*source.references, choice);
  if (source.texts && source.texts->references) {
    target.texts->references = chosen(*source.texts->references, choice);
  }
  if (source.vectors) target.vectors->references = chosen(source.vectors->references, choice);
}

}  // namespace lingan::metrics
