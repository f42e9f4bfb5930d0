/// Values that sacreBLEU 2.6.0 printed with NumPy 2.4.6: PairedTest([a, b, c], {BLEU, CHRF(),
/// CHRF(word_order=2)}, [references], "bs", 1000) and "ar", 10000.
/// tests/interop/sacrebleu_interop.py compares more.
#include <lingan/metrics/significance/compare_systems.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation_text.h>

namespace lingan::metrics::compare_systems_test {
namespace {

using Lines = std::vector<std::string>;

const Lines kReferences = {"the cat sat on the mat",         "a dog runs in the park",
                           "three boats leave the harbour",  "the kettle boils on the stove",
                           "she reads a book by the window", "the old clock is slow"};
const std::vector<Lines> kSystems = {
    {"the cat sat on a mat", "a dog runs in a park", "three boats left the harbour",
     "the kettle boils", "she reads the book by a window", "the clock is old"},
    {"a cat sits on the mat", "the dog runs in the park", "three boats leave a harbour",
     "kettle boils on the stove now", "she reads a book by the door", "the old clock is slow"},
    {"cat mat", "a dog", "boats boats", "the the the the", "she reads", "slow clock is old the"}};

std::vector<SystemComparison> compare(const std::vector<Lines>& systems, const char* test,
                                      const Lines& metrics) {
  std::vector<EvaluationSentences> sentences;
  for (const Lines& lines : systems) {
    sentences.push_back(
        split_texts({.hypotheses = lines, .references = kReferences}, "whitespace"));
  }
  return compare_systems(sentences, {.metrics = metrics, .protocol = "paired"},
                         find_card(significance_tests(), test, "test"));
}

struct Expected {
  double score;
  std::optional<double> mean, interval, p;
};

void expect_systems(const SystemComparison& actual, const std::vector<Expected>& expected) {
  ASSERT_EQ(actual.systems.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const SystemResult& system = actual.systems[i];
    EXPECT_NEAR(system.score, expected[i].score, 1e-12) << actual.metric << i;
    ASSERT_EQ(system.mean.has_value(), expected[i].mean.has_value());
    // Logarithms of another C library may differ in the last digit.
    if (system.mean) {
      EXPECT_NEAR(*system.mean, *expected[i].mean, 1e-12) << actual.metric << i;
      EXPECT_NEAR(*system.interval, *expected[i].interval, 1e-12);
    }
    EXPECT_EQ(system.p, expected[i].p) << actual.metric << i;
  }
}

TEST(CompareSystems, RepeatsThePairedBootstrapOfSacrebleu) {
  const auto comparisons = compare(kSystems, "bootstrap", {});
  ASSERT_EQ(comparisons.size(), 3u);
  expect_systems(
      comparisons[0],
      {{32.63906313088049, 32.03485227697675, 15.614813656672448, {}},
       {67.46477330294348, 66.907810170985, 18.832444734644458, 0.008991008991008992},
       {7.2146520939611065, 6.631992864227422, 4.478389848445678, 0.002997002997002997}});
  expect_systems(
      comparisons[1],
      {{62.63028685652916, 62.49787139892578, 7.607362747192383, {}},
       {79.70643376532836, 79.81151580810547, 10.525947570800781, 0.02097902097902098},
       {23.028395390502503, 22.89204216003418, 10.53558349609375, 0.000999000999000999}});
  expect_systems(
      comparisons[2],
      {{62.97521198885122, 62.846221923828125, 6.734643936157227, {}},
       {79.1905033844485, 79.25836181640625, 10.374595642089844, 0.022977022977022976},
       {24.33271305755896, 24.20038604736328, 10.547593116760254, 0.000999000999000999}});
  EXPECT_EQ(comparisons[2].signature,
            "nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0");
}

TEST(CompareSystems, RepeatsTheRandomizationOfSacrebleu) {
  const auto comparisons = compare(kSystems, "randomization", {"sacrebleu", "chrf2"});
  expect_systems(comparisons[0], {{32.63906313088049, {}, {}, {}},
                                  {67.46477330294348, {}, {}, 0.0897910208979102},
                                  {7.2146520939611065, {}, {}, 9.999000099990002e-05}});
  expect_systems(comparisons[1], {{62.63028685652916, {}, {}, {}},
                                  {79.70643376532836, {}, {}, 0.05679432056794321},
                                  {23.028395390502503, {}, {}, 0.029397060293970604}});
  EXPECT_EQ(comparisons[0].signature,
            "nrefs:1|ar:10000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0");
}

TEST(CompareSystems, CorrectsOverAllComparisons) {
  const auto comparisons = compare(kSystems, "randomization", {"sacrebleu", "chrf2"});
  EXPECT_DOUBLE_EQ(*comparisons[0].systems[2].p_holm, 4 * 9.999000099990002e-05);
  EXPECT_DOUBLE_EQ(*comparisons[1].systems[2].p_holm, 3 * 0.029397060293970604);
  EXPECT_DOUBLE_EQ(*comparisons[1].systems[1].p_holm, 2 * 0.05679432056794321);
  EXPECT_FALSE(comparisons[0].systems[0].p_holm);
}

TEST(CompareSystems, DoesNotDependOnThreads) {
  const auto before = compare(kSystems, "randomization", {"chrf++"});
  set_thread_count(3);
  const auto after = compare(kSystems, "randomization", {"chrf++"});
  set_thread_count(0);
  EXPECT_EQ(before[0].systems[1].p, after[0].systems[1].p);
}

TEST(CompareSystems, FindsNoDifferenceFromItself) {
  for (const char* test : {"bootstrap", "randomization"}) {
    const auto comparison = compare({kSystems[0], kSystems[0]}, test, {"sacrebleu"});
    EXPECT_GT(*comparison[0].systems[1].p, 0.0);
    EXPECT_LT(*comparison[0].systems[1].p, 0.001);  // sacreBLEU's p counts differences above 0 only
  }
}

TEST(CompareSystems, RefusesWhatItCannotTest) {
  EXPECT_THROW(compare(kSystems, "bootstrap", {"bleu-2"}), UsageError);
  EXPECT_THROW(compare({kSystems[0]}, "bootstrap", {}), UsageError);
  EXPECT_THROW(compare({kSystems[0], {"a dog"}}, "bootstrap", {}), InputError);
}

}  // namespace
}  // namespace lingan::metrics::compare_systems_test
