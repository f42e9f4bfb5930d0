#include "tools/eval_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace lingan::tools::eval_report_test {
namespace {

const std::vector<metrics::MetricValue> kValues = {{"bleu-2", 0.5},
                                                   {"self-bleu-2", std::nan(""), "needs two"},
                                                   {"self-bleu-3", std::nan(""), "needs two"},
                                                   {"nll-gen", 2.0, "1 of 3 left out"}};

TEST(FormatMetricJson, HoldsEveryNameWithNullAndAReason) {
  EXPECT_EQ(format_metric_json(kValues, {}),
            R"({"bleu-2":0.5,"self-bleu-2":null,"self-bleu-3":null,"nll-gen":2.0,)"
            R"("notes":{"self-bleu-2":"needs two","self-bleu-3":"needs two",)"
            R"("nll-gen":"1 of 3 left out"}})"
            "\n");
  EXPECT_EQ(format_metric_json({{"unique", 1.0}}, {}), "{\"unique\":1.0}\n");
}

TEST(FormatMetricJson, HoldsSignatures) {
  const std::vector<metrics::MetricValue> values = {
      {.name = "unique", .value = 1.0, .signature = "hyps:2|version:1"}};
  EXPECT_EQ(format_metric_json(values, {}),
            "{\"unique\":1.0,\"signatures\":{\"unique\":\"hyps:2|version:1\"}}\n");
  EXPECT_EQ(format_signatures(values), "unique|hyps:2|version:1\n");
}

TEST(FormatMetricJson, HoldsWhatIsSaidOfTheInputs) {
  EXPECT_EQ(format_metric_json({{"unique", 1.0}}, {"a.txt: 2 lines left out", "\xFF"}),
            "{\"unique\":1.0,\"notices\":[\"a.txt: 2 lines left out\",\"\xEF\xBF\xBD\"]}\n");
}

TEST(FormatMetricTable, HasADashWhereThereIsNoValue) {
  EXPECT_THAT(format_metric_table(kValues, false),
              ::testing::HasSubstr("\nself-bleu-2 v          -  n-grams shared among"));
}

TEST(FormatMetricTable, ShowsWhichWayIsBetterWhereOneIs) {
  EXPECT_THAT(format_metric_table({{"unique", 1}, {"zipf", -1}}, false),
              AllOf(::testing::HasSubstr("unique ^    1.00000"),
                    ::testing::HasSubstr("zipf       -1.00000")));
}

std::vector<metrics::MetricValue> with_yardsticks() {
  return {
      {.name = "bleu-2",
       .value = 0.5,
       .interval = metrics::ConfidenceInterval{.low = 0.25, .high = 0.75, .by = "bootstrap"},
       .anchors =
           metrics::Anchors{
               .hypotheses = 7, .references = 9, .value = 0.375, .real = 0.875, .shuffled = 0.125},
       .gap = metrics::GeneralizationGap{.references = 9, .training = 0.75, .held_out = 0.5}},
      {.name = "mauve",
       .value = 1,
       .note = "no interval",
       .interval = metrics::ConfidenceInterval{.low = std::nan(""), .high = std::nan("")}}};
}

TEST(FormatMetricJson, HoldsWhatStandsBesideTheValues) {
  EXPECT_EQ(format_metric_json(with_yardsticks(), {}),
            R"({"bleu-2":0.5,"mauve":1.0,)"
            R"("intervals":{"bleu-2":{"low":0.25,"high":0.75,"by":"bootstrap"},"mauve":null},)"
            R"("anchors":{"bleu-2":{"hypotheses":7,"references":9,"value":0.375,"real":0.875,)"
            R"("shuffled":0.125}},)"
            R"("gaps":{"bleu-2":{"references":9,"train":0.75,"held_out":0.5,"gap":0.25}},)"
            R"("notes":{"mauve":"no interval"}})"
            "\n");
}

TEST(FormatMetricTable, HasAColumnWithATitleForEach) {
  const std::string table = format_metric_table(with_yardsticks(), false);
  EXPECT_THAT(table, ::testing::StartsWith("              value      95 % interval       of 7      "
                                           " real   shuffled      train        gap\n"
                                           "bleu-2 ^    0.50000 0.25000 .. 0.75000    0.37500    "
                                           "0.87500    0.12500    0.75000    0.25000  n-grams"));
  EXPECT_THAT(table, ::testing::HasSubstr("\nmauve  ^    1.00000                  -          -     "
                                          "     -          -          -          -  MAUVE"));
}

TEST(FormatMetricNotes, SaysEachNoteOnce) {
  EXPECT_EQ(format_metric_notes(kValues),
            "lingan: self-bleu-2, self-bleu-3: needs two\nlingan: nll-gen: 1 of 3 left out\n");
}

}  // namespace
}  // namespace lingan::tools::eval_report_test
