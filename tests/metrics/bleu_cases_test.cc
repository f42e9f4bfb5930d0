// Values that NLTK 3.10.4 and sacreBLEU 2.6.0 computed.
#include <gtest/gtest.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/sacrebleu.h>
#include <lingan/metrics/self_bleu.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/metrics/words.h"
#include "tests/test_data.h"

namespace lingan::metrics {
namespace {

using lingan::testing::WordIds;
using lingan::testing::Words;
using Json = nlohmann::json;

constexpr double kTolerance = 1e-9;
constexpr char kCases[] = "bleu/bleu_cases.json";

Json read_cases() {
  std::ifstream file(lingan::testing::shared_data() / kCases);
  return Json::parse(file);
}

// Hypotheses with references of their own.
struct Segments {
  SentenceList hypotheses, references;
  ReferenceGroups groups;
  WordIds ids;

  void add(const Words& hypothesis, const std::vector<Words>& own_references) {
    const auto group = static_cast<int32_t>(hypotheses.size());
    ids.append(hypotheses, hypothesis);
    groups.hypotheses.push_back(group);
    for (const auto& reference : own_references) {
      ids.append(references, reference);
      groups.references.push_back(group);
    }
  }
  NgramMatches count(int max_order) const {
    return match_ngrams(hypotheses, references, groups, max_order);
  }
};

Segments segments_of(const Json& cases, const std::string& skipped = "") {
  Segments segments;
  for (const auto& item : cases) {
    if (item["id"] != skipped) segments.add(item["hypothesis"], item["references"]);
  }
  return segments;
}

Segments corpus_segments(const Json& corpus, const Json& cases) {
  if (!corpus.contains("hypotheses")) return segments_of(cases["nltk_sentence"], "empty_reference");
  Segments segments;
  for (size_t i = 0; i < corpus["hypotheses"].size(); ++i) {
    segments.add(corpus["hypotheses"][i], corpus["references"][i]);
  }
  return segments;
}

void expect_score(double actual, const Json& expected, const std::string& what) {
  if (expected.is_object()) {
    EXPECT_TRUE(std::isnan(actual)) << what << ": NLTK raises " << expected << ", here " << actual;
    return;
  }
  const auto value = expected.get<double>();
  EXPECT_NEAR(actual, value, kTolerance) << what;
  // The scores of unsmoothed zeros, near 1e-154, must agree in their digits, too.
  EXPECT_NEAR(actual, value, kTolerance * std::abs(value)) << what;
}

BleuOptions options_of(const std::string& bleu, const std::string& method) {
  return bleu_of_order(bleu.back() - '0', parse_smoothing(method.back() - '0'));
}

TEST(BleuCases, SentenceScoresAreThoseOfNltk) {
  LINGAN_NEEDS_DATA(kCases);
  const Json cases = read_cases();
  const NgramMatches counts = segments_of(cases["nltk_sentence"]).count(5);
  int64_t compared = 0;
  for (size_t i = 0; i < cases["nltk_sentence"].size(); ++i) {
    const Json& item = cases["nltk_sentence"][i];
    for (const auto& [bleu, methods] : item["expected"].items()) {
      for (const auto& [method, expected] : methods.items()) {
        expect_score(sentence_bleu(counts, options_of(bleu, method))[i], expected,
                     item["id"].get<std::string>() + " " + bleu + " " + method);
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 28 * 5 * 8);
}

TEST(BleuCases, CountsAreThoseOfNltk) {
  LINGAN_NEEDS_DATA(kCases);
  const Json cases = read_cases();
  const NgramMatches counts = segments_of(cases["nltk_sentence"]).count(5);
  for (int64_t i = 0; i < counts.size(); ++i) {
    const Json& parts = cases["nltk_parts"][i];
    EXPECT_EQ(counts.lengths[i], parts["hyp_len"]) << parts["id"];
    EXPECT_EQ(counts.reference_lengths[i], parts["closest_ref_len"]) << parts["id"];
    for (int order = 1; order <= 5; ++order) {
      const Json& expected = parts["clipped_num_den_1to5"][order - 1];
      EXPECT_EQ(counts.matched(i, order), expected[0]) << parts["id"] << " order " << order;
      EXPECT_EQ(std::max(1, counts.total(i, order)), expected[1])
          << parts["id"] << " order " << order;
    }
  }
}

TEST(BleuCases, CorpusScoresAreThoseOfNltk) {
  LINGAN_NEEDS_DATA(kCases);
  const Json cases = read_cases();
  for (const auto& item : cases["nltk_corpus"]) {
    const NgramMatches counts = corpus_segments(item, cases).count(5);
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

SacreBleuOptions sacre_options(const Json& item) {
  static const std::map<std::string, SacreSmoothing> kNames = {{"none", SacreSmoothing::kNone},
                                                               {"floor", SacreSmoothing::kFloor},
                                                               {"add-k", SacreSmoothing::kAddK},
                                                               {"exp", SacreSmoothing::kExp}};
  SacreBleuOptions options;
  options.smoothing = kNames.at(item["smooth_method"]);
  if (!item["smooth_value"].is_null()) options.value = item["smooth_value"].get<double>();
  options.max_order = item.value("max_ngram_order", 4);
  options.effective_order = item.value("effective_order", false);
  return options;
}

void expect_sacre(const SacreBleuScore& actual, const Json& item) {
  const Json& expected = item["expected"];
  expect_score(actual.score, expected["score"], item.dump());
  EXPECT_NEAR(actual.brevity_penalty, expected["bp"].get<double>(), kTolerance) << item;
  EXPECT_EQ(actual.length, expected["sys_len"]) << item;
  EXPECT_EQ(actual.reference_length, expected["ref_len"]) << item;
  ASSERT_EQ(actual.precisions.size(), expected["precisions"].size()) << item;
  for (size_t i = 0; i < actual.precisions.size(); ++i) {
    EXPECT_NEAR(actual.precisions[i], expected["precisions"][i].get<double>(), kTolerance) << item;
  }
}

TEST(BleuCases, SentenceScoresAreThoseOfSacrebleu) {
  LINGAN_NEEDS_DATA(kCases);
  const Json cases = read_cases();
  const NgramMatches counts = segments_of(cases["nltk_sentence"]).count(4);
  std::map<std::string, int64_t> row;
  for (const auto& item : cases["nltk_sentence"]) row.emplace(item["id"], row.size());
  for (const auto& item : cases["sacrebleu_sentence"]) {
    expect_sacre(sacrebleu_sentence(counts, row.at(item["id"]), sacre_options(item)), item);
  }
}

TEST(BleuCases, CorpusScoresAreThoseOfSacrebleu) {
  LINGAN_NEEDS_DATA(kCases);
  const Json cases = read_cases();
  for (const auto& item : cases["sacrebleu_corpus"]) {
    const size_t corpus = item["id"] == "doc" ? 0 : 1;
    const auto counts = corpus_segments(cases["nltk_corpus"][corpus], cases).count(4);
    expect_sacre(sacrebleu_corpus(counts, sacre_options(item)), item);
  }
}

TEST(BleuCases, SelfBleuIsThatOfNltk) {
  LINGAN_NEEDS_DATA(kCases);
  const Json cases = read_cases();
  for (const auto& [name, item] : cases["self_bleu"].items()) {
    const SentenceList sentences = WordIds().list(item["tokens"].get<std::vector<Words>>());
    const NgramMatches counts = match_others(sentences, 5);
    for (const auto& [key, expected] : item["expected"].items()) {  // self_bleu2_method1
      const BleuOptions options = options_of(key.substr(0, key.find("_method")), key);
      EXPECT_NEAR(self_bleu(sentences, options), expected["mean"].get<double>(), kTolerance)
          << name << key;
      const auto scores = sentence_bleu(counts, options);
      ASSERT_EQ(scores.size(), expected["per_sentence"].size());
      for (size_t i = 0; i < scores.size(); ++i) {
        expect_score(scores[i], expected["per_sentence"][i], name + key);
      }
    }
  }
}

Words split(const std::string& line) {
  std::istringstream stream(line);
  return {std::istream_iterator<std::string>(stream), {}};
}

TEST(BleuCases, BleuAgainstFiveHundredReferencesIsThatOfNltk) {
  LINGAN_NEEDS_DATA(kCases);
  LINGAN_NEEDS_DATA("coco/image_coco.train.tok.txt");
  const Json cases = read_cases();
  std::ifstream file(lingan::testing::shared_data() / "coco/image_coco.train.tok.txt");
  WordIds ids;
  SentenceList references;
  std::string line;
  while (references.size() < 500 && std::getline(file, line)) ids.append(references, split(line));
  const auto words =
      cases["self_bleu"]["nltk_preserve_line_lower"]["tokens"].get<std::vector<Words>>();
  const NgramMatches counts = match_ngrams(ids.list(words), references, 5);
  for (int order = 1; order <= 5; ++order) {
    const Json& expected =
        cases["bleu_vs_500_refs"]["expected"]["bleu" + std::to_string(order) + "_method1_mean"];
    EXPECT_NEAR(mean_sentence_bleu(counts, bleu_of_order(order)), expected.get<double>(),
                kTolerance);
  }
}

}  // namespace
}  // namespace lingan::metrics
