#include "tools/eval_significance.h"

#include <gtest/gtest.h>

namespace lingan::tools::eval_significance_test {
namespace {

const std::vector<metrics::SystemComparison> kComparisons = {
    {.metric = "chrf2",
     .signature = "nrefs:1|bs:1000",
     .systems = {{.score = 50.25, .mean = 50.5, .interval = 1.25},
                 {.score = 60, .mean = 60.5, .interval = 1.5, .p = 0.01, .p_holm = 0.02}}}};

TEST(FormatComparison, HasALineForEachSystem) {
  EXPECT_EQ(format_comparison_table(kComparisons, {"a.txt", "base"}),
            "chrf2\n"
            "  a.txt   50.250  (50.500 +- 1.250)  baseline\n"
            "  base    60.000  (60.500 +- 1.500)  p = 0.0100, Holm 0.0200\n");
}

TEST(FormatComparison, HasTheKeysThatThereAreInJson) {
  EXPECT_EQ(
      format_comparison_json(kComparisons, {"a.txt", "base"}, {}),
      R"({"systems":[{"system":"a.txt","chrf2":{"score":50.25,"mean":50.5,"interval":1.25}},)"
      R"({"system":"base","chrf2":{"score":60.0,"mean":60.5,"interval":1.5,"p":0.01,"p_holm":0.02}}],)"
      R"("signatures":{"chrf2":"nrefs:1|bs:1000"}})"
      "\n");
}

}  // namespace
}  // namespace lingan::tools::eval_significance_test
