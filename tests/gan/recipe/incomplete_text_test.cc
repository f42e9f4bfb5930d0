#include <lingan/gan/recipe/incomplete_text.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/strategies/missing_data.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::incomplete_text_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

TEST(MissingShare, IsThatOfTheStrategy) {
  Recipe recipe = load_recipe("misgan");
  recipe.options.get<MissingDataOptions>().mask_share = 0.25;
  EXPECT_EQ(missing_share(recipe), 0.25);
  for (const char* name : {"mle", "gsgan", "maskgan"}) {
    EXPECT_EQ(missing_share(load_recipe(name)), 0) << name;
  }
}

TEST(MissingData, RefusesInOneLineWhatItCannotDo) {
  const std::string chosen = "[strategy]\nname = \"missing-data\"\n";
  EXPECT_EQ(complaint(chosen), "accepted");
  for (const char* share : {"0.0", "1.0"}) {
    EXPECT_THAT(complaint(chosen + "[strategy.missing-data]\nmask_share = " + share + "\n"),
                HasSubstr("strategy.missing-data.mask_share = "));
  }
  EXPECT_THAT(complaint(chosen + "[strategy.gumbel-softmax]\nlength_gradient = true\n"),
              HasSubstr("length_gradient: \"missing-data\" masks words"));
  EXPECT_THAT(complaint(chosen + "[generator]\nsource = \"encoder\"\n"),
              HasSubstr("\"missing-data\" knows no sources"));
  EXPECT_THAT(complaint(chosen + "[generator]\noutput = \"point\"\n"),
              HasSubstr("generator.output"));
}

}  // namespace
}  // namespace lingan::incomplete_text_test
