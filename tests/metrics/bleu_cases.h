/// What NLTK 3.10.4 and sacreBLEU 2.6.0 say of sentences: bleu_cases.json, which ships
/// (make_bleu_cases.py wrote it), and more cases over text that may not be shipped.
#pragma once

#include <gtest/gtest.h>
#include <lingan/metrics/bleu.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/metrics/words.h"
#include "tests/test_data.h"

namespace lingan::testing {

using Json = nlohmann::json;

constexpr double kTolerance = 1e-9;
constexpr char kSharedCases[] = "bleu/bleu_cases.json";

inline Json read_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  return Json::parse(file);
}

inline Json shipped_cases() { return read_json(source_dir() / "tests/metrics/bleu_cases.json"); }
inline Json shared_cases() { return read_json(shared_data() / kSharedCases); }

/// A test that runs over both files; the parameter is the name of the file's kind.
class BleuCases : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "Shared") {
      LINGAN_NEEDS_DATA(kSharedCases);
      cases_ = shared_cases();
    } else {
      cases_ = shipped_cases();
    }
  }
  const Json& cases() const { return cases_; }

 private:
  Json cases_;
};

inline auto both_files() { return ::testing::Values("Shipped", "Shared"); }
inline std::string file_name(const ::testing::TestParamInfo<std::string>& info) {
  return info.param;
}

/// Hypotheses with references of their own.
struct Segments {
  metrics::SentenceList hypotheses, references;
  metrics::ReferenceGroups groups;
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
  metrics::NgramMatches count(int max_order) const {
    return match_ngrams(hypotheses, references, groups, max_order);
  }
};

/// All cases, or all but the one of a name.
inline Segments segments_of(const Json& cases, const std::string& skipped = "") {
  Segments segments;
  for (const auto& item : cases) {
    if (item["id"] != skipped) segments.add(item["hypothesis"], item["references"]);
  }
  return segments;
}

/// The segments of one of `nltk_corpus`; without any of its own it means all cases but one.
inline Segments corpus_segments(const Json& corpus, const Json& cases) {
  if (!corpus.contains("hypotheses")) return segments_of(cases["nltk_sentence"], "empty_reference");
  Segments segments;
  for (size_t i = 0; i < corpus["hypotheses"].size(); ++i) {
    segments.add(corpus["hypotheses"][i], corpus["references"][i]);
  }
  return segments;
}

/// Equal to 1e-9, absolute and relative; NaN where NLTK raises.
inline void expect_score(double actual, const Json& expected, const std::string& what) {
  if (expected.is_object()) {
    EXPECT_TRUE(std::isnan(actual)) << what << ": NLTK raises " << expected << ", here " << actual;
    return;
  }
  const auto value = expected.get<double>();
  EXPECT_NEAR(actual, value, kTolerance) << what;
  // The scores of unsmoothed zeros, near 1e-154, must agree in their digits, too.
  EXPECT_NEAR(actual, value, kTolerance * std::abs(value)) << what;
}

/// Options of names that end in the order and in the method's number: bleu4, method1.
inline metrics::BleuOptions options_of(const std::string& bleu, const std::string& method) {
  return metrics::bleu_of_order(bleu.back() - '0', metrics::parse_smoothing(method.back() - '0'));
}

}  // namespace lingan::testing
