#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {
namespace {

EvaluationSentences small_sentences() {
  EvaluationSentences sentences{.references = SentenceList()};
  sentences.hypotheses.append(std::vector<int32_t>{1, 2, 3});
  for (int i = 0; i < 2; ++i) sentences.references->append(std::vector<int32_t>{4});
  return sentences;
}

TEST(NetworkLm, ScoresTheOnesByAModelOfTheOthers) {
  EvaluationOptions options{.metrics = {"lm", "reverse-lm"}};
  options.language_model = [](const SentenceList& scored, const SentenceList& learnt) {
    return static_cast<double>(10 * scored.size() + learnt.size());
  };
  const auto values = evaluate(small_sentences(), options);
  EXPECT_EQ(values[0].value, 12) << "one hypothesis, learnt from two references";
  EXPECT_EQ(values[1].value, 21);
  EXPECT_TRUE(values[0].signature.starts_with("hyps:1|refs:2|version:"));
}

TEST(NetworkLm, NeedsAModel) {
  EXPECT_THROW(evaluate(small_sentences(), {.metrics = {"lm"}}), UsageError);
}

}  // namespace
}  // namespace lingan::metrics
