#include <lingan/base/option_table.h>

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include <lingan/base/error.h>

namespace lingan {
namespace {

struct BirdOptions {
  std::string kind = "sparrow";
  std::string song = "";
  bool sings = true;
  int32_t eggs = 4;
  int64_t feathers = 3000;
  double weight = 0.03;
  std::vector<int64_t> flights = {1, 2};
};

using B = BirdOptions;

std::vector<std::string> kinds() { return {"", "sparrow", "swallow"}; }

constexpr std::array kKeys = {
    option<&B::kind>("kind", kinds, "what it is"),
    option<&B::song>("song", "what it sings"),
    option<&B::sings>("sings", "whether it does"),
    option<&B::eggs>("eggs", {.low = 0, .high = 9}, "in a nest"),
    option<&B::feathers>("feathers", ranges::kCount, "on all of it"),
    option<&B::weight>("weight", ranges::kPositive, "in kilograms"),
    option<&B::flights>("flights", ranges::kWidth, "of a day"),
};

std::string problem(const BirdOptions& options) {
  return options.sings && options.song.empty() ? "bird.song: a bird that sings needs one" : "";
}

TEST(Range, HasOpenAndClosedEndsAndNeverHoldsNaN) {
  EXPECT_TRUE(ranges::kShare.contains(0));
  EXPECT_FALSE(ranges::kShare.contains(1));
  EXPECT_FALSE(ranges::kFactor.contains(0));
  EXPECT_TRUE(ranges::kFactor.contains(1));
  EXPECT_FALSE(ranges::kAny.contains(std::nan("")));
  EXPECT_FALSE(ranges::kPositive.contains(INFINITY));
}

TEST(OptionKey, SaysWhatIsAllowed) {
  const std::array expected = {"one of \"\", sparrow, swallow",
                               "a string",
                               "true or false",
                               "an integer in 0..9",
                               "an integer in 0..1000000000",
                               "a number > 0",
                               "a list of 1..64 integers in 1..65536"};
  for (size_t i = 0; i < kKeys.size(); ++i) EXPECT_EQ(kKeys[i].allowed(), expected[i]);
}

TEST(OptionKey, WritesValuesAsToml) {
  const BirdOptions options;
  const std::array expected = {"\"sparrow\"", "\"\"", "true", "4", "3000", "0.03", "[1, 2]"};
  for (size_t i = 0; i < kKeys.size(); ++i) EXPECT_EQ(kKeys[i].text(&options), expected[i]);
}

std::string refusal(const BirdOptions& options) {
  try {
    check_options("bird", kKeys, &options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "kept";
}

TEST(CheckOptions, NamesTheFirstKeyThatIsNotAllowed) {
  EXPECT_EQ(refusal({}), "kept");
  EXPECT_EQ(refusal({.kind = "robin"}),
            "bird.kind = \"robin\": expected one of \"\", sparrow, swallow");
  EXPECT_EQ(refusal({.eggs = 10}), "bird.eggs = 10: expected an integer in 0..9");
  EXPECT_EQ(refusal({.weight = std::nan("")}), "bird.weight = nan: expected a number > 0");
  EXPECT_EQ(refusal({.flights = {}}),
            "bird.flights = []: expected a list of 1..64 integers in 1..65536");
  EXPECT_EQ(refusal({.flights = std::vector<int64_t>(65, 1)}).substr(0, 17), "bird.flights = [1");
}

TEST(OptionSet, HoldsOneStructOfEachTypeWithItsDefaults) {
  OptionSet set;
  EXPECT_EQ(std::as_const(set).get<BirdOptions>().eggs, 4);
  set.get<BirdOptions>().eggs = 2;
  const OptionSet copy = set;
  set.get<BirdOptions>().eggs = 1;
  EXPECT_EQ(copy.get<BirdOptions>().eggs, 2);
  EXPECT_EQ(std::as_const(set).get<BirdOptions>().eggs, 1);
}

TEST(OptionTable, ReachesItsStructInASet) {
  constexpr OptionTable table = option_table<BirdOptions, problem>("bird", kKeys);
  OptionSet set;
  EXPECT_EQ(table.problem(set), "bird.song: a bird that sings needs one");
  static_cast<BirdOptions*>(table.in(set))->song = "chirp";
  EXPECT_EQ(set.get<BirdOptions>().song, "chirp");
  EXPECT_EQ(table.problem(set), "");
}

}  // namespace
}  // namespace lingan
