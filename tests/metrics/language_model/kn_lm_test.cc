#include <lingan/metrics/language_model/kn_lm.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

SentenceList sentences(const std::vector<std::vector<int32_t>>& rows) {
  SentenceList list;
  for (const auto& row : rows) list.append(row);
  return list;
}

constexpr int32_t kA = 70;
constexpr int32_t kB = 2;  // ids of any numbering
constexpr int32_t kC = 0;
constexpr SentenceMarks kBoth{.bos = true, .eos = true};

// KenLM 0.3.0: printf 'a b\n' | lmplz -o 5 --discount_fallback > m.arpa
// kenlm.Model("m.arpa").score("a b") and ("b a"); with eos=False, ("a b") and ("b c")
TEST(KneserNeyNll, IsThatOfKenlm) {
  const SentenceList learnt = sentences({{kA, kB}});
  const auto nll = [&](const std::vector<std::vector<int32_t>>& rows, SentenceMarks marks) {
    return kneser_ney_nll(sentences(rows), learnt, marks) / std::numbers::ln10;
  };
  EXPECT_NEAR(nll({{kA, kB}}, kBoth), 0.31478679 / 3, 1e-6);
  EXPECT_NEAR(nll({{kA, kB}, {kB, kA}}, kBoth), (0.31478679 + 2.50842977) / 6, 1e-6);
  EXPECT_NEAR(nll({{kA, kB}}, {.bos = true, .eos = false}), 0.27452365 / 2, 1e-6);
  EXPECT_NEAR(nll({{kB, kC}}, {.bos = true, .eos = false}), 2.04026318 / 2, 1e-6);
}

TEST(KneserNeyNll, HasNoValueWithoutWords) {
  EXPECT_THROW(kneser_ney_nll(sentences({{kA}}), sentences({{}}), kBoth), NoValue);
  EXPECT_THROW(kneser_ney_nll(sentences({}), sentences({{kA}}), kBoth), NoValue);
  EXPECT_THROW(kneser_ney_nll(sentences({{}}), sentences({{kA}}), {.bos = true, .eos = false}),
               NoValue);
}

TEST(KneserNeyNll, IsWhatTheMetricsAreMadeOf) {
  const EvaluationSentences measured{.hypotheses = sentences({{kA, kB}, {kA, kA}}),
                                     .references = sentences({{kA, kB}, {kC, kB, kA}})};
  const auto values = evaluate(measured, {.metrics = {"kn-lm", "kn-reverse-lm", "ppl-f", "ppl-r"}});
  const SentenceList& hypotheses = measured.hypotheses;
  const auto& references = measured.references;
  EXPECT_DOUBLE_EQ(values[0].value, kneser_ney_nll(hypotheses, *references, kBoth));
  EXPECT_DOUBLE_EQ(values[1].value, kneser_ney_nll(*references, hypotheses, kBoth));
  const SentenceMarks without_end{.bos = true, .eos = false};
  EXPECT_DOUBLE_EQ(values[2].value, std::exp(kneser_ney_nll(hypotheses, *references, without_end)));
  EXPECT_DOUBLE_EQ(values[3].value, std::exp(kneser_ney_nll(*references, hypotheses, without_end)));
}

TEST(KneserNeyNll, OfTheReferencesTellsWhatTheHypothesesLack) {
  const SentenceList varied = sentences({{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {1, 5, 9}});
  const SentenceList collapsed = sentences({{1, 2, 3}, {1, 2, 3}, {1, 2, 3}, {1, 2, 3}});
  EXPECT_GT(kneser_ney_nll(varied, collapsed, kBoth), kneser_ney_nll(varied, varied, kBoth));
}

}  // namespace
}  // namespace lingan::metrics
