#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/no_value.h>

#include <fstream>

#include "tests/metrics/bleu_cases.h"
#include "tests/metrics/words.h"
#include "tests/refusal.h"
#include "tests/test_data.h"

namespace lingan::metrics::bleu_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

class NltkBleu : public BleuCases {};
INSTANTIATE_TEST_SUITE_P(Files, NltkBleu, both_files(), file_name);

TEST_P(NltkBleu, SentenceScoresAgree) {
  const Json& sentences = cases()["nltk_sentence"];
  const NgramMatches counts = segments_of(sentences).count(5);
  size_t compared = 0;
  for (size_t i = 0; i < sentences.size(); ++i) {
    for (const auto& [bleu, methods] : sentences[i]["expected"].items()) {
      for (const auto& [method, expected] : methods.items()) {
        expect_score(sentence_bleu(counts, options_of(bleu, method))[i], expected,
                     sentences[i]["id"].get<std::string>() + " " + bleu + " " + method);
        ++compared;
      }
    }
  }
  EXPECT_GE(sentences.size(), 28U);
  EXPECT_EQ(compared, sentences.size() * 5 * 8);
}

TEST_P(NltkBleu, CorpusScoresAgree) {
  ASSERT_EQ(cases()["nltk_corpus"].size(), 2U);
  for (const auto& item : cases()["nltk_corpus"]) {
    const NgramMatches counts = corpus_segments(item, cases()).count(5);
    for (const auto& [bleu, methods] : item["expected"].items()) {
      if (!methods.is_object()) {
        EXPECT_NEAR(corpus_bleu(counts, {{.1, .3, .5, .1}, Smoothing::kNone}),
                    methods.get<double>(), kTolerance);
        continue;
      }
      for (const auto& [method, expected] : methods.items()) {
        expect_score(corpus_bleu(counts, options_of(bleu, method)), expected, bleu + " " + method);
      }
    }
  }
}

// BLEU-1..5 with method 1 against all references, the mean over the hypotheses.
void expect_means(const SentenceList& hypotheses, const SentenceList& references,
                  const Json& expected) {
  const NgramMatches counts = match_ngrams(hypotheses, references, 5);
  for (int order = 1; order <= 5; ++order) {
    EXPECT_NEAR(mean_sentence_bleu(counts, bleu_of_order(order)),
                expected["bleu" + std::to_string(order) + "_method1_mean"].get<double>(),
                kTolerance);
  }
}

TEST(MeanSentenceBleu, AgainstThreeHundredReferencesAgreesWithNltk) {
  const Json item = shipped_cases()["bleu_vs_many_references"];
  ASSERT_EQ(item["references"].size(), 300U);
  WordIds ids;
  SentenceList hypotheses, references;
  for (const auto& line : item["hypotheses"]) ids.append(hypotheses, split(line));
  for (const auto& line : item["references"]) ids.append(references, split(line));
  expect_means(hypotheses, references, item["expected"]);
}

TEST(MeanSentenceBleu, AgainstFiveHundredCaptionsAgreesWithNltk) {
  LINGAN_NEEDS_DATA(kSharedCases);
  LINGAN_NEEDS_DATA("coco/image_coco.train.tok.txt");
  const Json cases = shared_cases();
  std::ifstream file(shared_data() / "coco/image_coco.train.tok.txt");
  WordIds ids;
  SentenceList references;
  std::string line;
  while (references.size() < 500 && std::getline(file, line)) ids.append(references, split(line));
  const auto words =
      cases["self_bleu"]["nltk_preserve_line_lower"]["tokens"].get<std::vector<Words>>();
  expect_means(ids.list(words), references, cases["bleu_vs_500_refs"]["expected"]);
}

TEST(MeanSentenceBleu, SaysWhySmoothing6IsUndefined) {
  WordIds ids;
  const SentenceList sentence = ids.list({{"a", "b", "c"}});
  const SentenceList references = ids.list({{"a", "b", "d"}});
  const NgramMatches counts = match_ngrams(sentence, references, 5);
  const auto refused = [&counts](int order) {
    return refusal<NoValue>(
        [&] { (void)mean_sentence_bleu(counts, bleu_of_order(order, Smoothing::kInterpolated)); });
  };
  EXPECT_EQ(refused(2), "smoothing 6 is undefined below order 3; use another smoothing");
  EXPECT_EQ(refused(4),
            "smoothing 6 is undefined for hypothesis 1, which shares no 3-gram with its "
            "references; use another smoothing");
}

TEST(MeanSentenceBleu, NeedsAHypothesis) {
  const NgramMatches counts = match_ngrams({}, random_sentences(6, 20, 50), 4);
  EXPECT_THROW(mean_sentence_bleu(counts, bleu_of_order(4)), UsageError);
}

TEST(SentenceBleu, RefusesCountsOfTooFewOrders) {
  const NgramMatches counts = match_others(random_sentences(6, 20, 50), 4);
  EXPECT_THROW((void)sentence_bleu(counts, bleu_of_order(5)), UsageError);
  EXPECT_THROW((void)sentence_bleu(counts, bleu_of_order(2, Smoothing::kNeighbours)), UsageError);
  EXPECT_THROW((void)sentence_bleu(counts, {.weights = {}}), UsageError);
}

TEST(CorpusBleu, RefusesSmoothingsMadeForSentences) {
  const NgramMatches counts = match_others(random_sentences(6, 20, 50), 5);
  for (const Smoothing smoothing : {Smoothing::kNeighbours, Smoothing::kInterpolated,
                                    Smoothing::kLengthNeighbours, Smoothing::kCutOff}) {
    EXPECT_THROW(corpus_bleu(counts, bleu_of_order(4, smoothing)), UsageError);
  }
}

TEST(BleuOfOrder, SharesOneAmongItsWeights) {
  EXPECT_EQ(bleu_of_order(2).weights, (std::vector<double>{.5, .5}));
  EXPECT_EQ(bleu_of_order(5).weights, std::vector<double>(5, .2));
  EXPECT_THROW(bleu_of_order(0), UsageError);
  EXPECT_THROW(bleu_of_order(kMaxOrder + 1), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::bleu_test
