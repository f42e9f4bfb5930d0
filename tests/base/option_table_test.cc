#include <lingan/base/option_table.h>

#include <gtest/gtest.h>

#include "tests/base/bird_options.h"

namespace lingan::option_table_test {
namespace {

using testing::BirdOptions;
using testing::kBirdKeys;

std::string problem(const BirdOptions& options) {
  return options.sings && options.song.empty() ? "bird.song: a bird that sings needs one" : "";
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
  constexpr OptionTable table = option_table<BirdOptions, problem>("bird", kBirdKeys);
  OptionSet set;
  EXPECT_EQ(table.problem(set), "bird.song: a bird that sings needs one");
  static_cast<BirdOptions*>(table.in(set))->song = "chirp";
  EXPECT_EQ(set.get<BirdOptions>().song, "chirp");
  EXPECT_EQ(table.problem(set), "");
}

}  // namespace
}  // namespace lingan::option_table_test
