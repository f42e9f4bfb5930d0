/// Some sentences of an evaluation in the place of all.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// Numbers of sentences.
using Choice = std::vector<int64_t>;

/// The first `count` of the numbers below `size` in a random order that is always the same.
Choice random_choice(int64_t size, int64_t count);

SentenceList chosen(const SentenceList& sentences, std::span<const int64_t> choice);
std::vector<std::string> chosen(const std::vector<std::string>& lines,
                                std::span<const int64_t> choice);
SentenceVectors chosen(const SentenceVectors& vectors, std::span<const int64_t> choice);

/// Replaces the hypotheses of `target` by some of those of `source`, in all forms that it has.
void choose_hypotheses(const EvaluationSentences& source, std::span<const int64_t> choice,
                       EvaluationSentences& target);

/// The same of references.
void choose_references(const EvaluationSentences& source, std::span<const int64_t> choice,
                       EvaluationSentences& target);

}  // namespace lingan::metrics
