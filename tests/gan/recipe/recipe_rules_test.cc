#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan {
namespace {

using testing::complaint;
using ::testing::HasSubstr;
TEST(RecipeRules, RefuseCombinationsWithTheReason) {
  EXPECT_THAT(complaint("[generator]\ntied_embeddings = true\nembedding_width = 8\n"),
              HasSubstr("hidden_width"));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = [1]\n"), HasSubstr("one count for each"));
  EXPECT_THAT(complaint("[discriminator]\nrepresentations = 7\n"), HasSubstr("must divide"));
  EXPECT_THAT(complaint("[strategy]\nname = \"policy-gradient\"\n[strategy.policy-gradient]\n"
                        "constant_reward = 2.0\n"),
              HasSubstr("nothing is learned"));
  EXPECT_THAT(complaint("[strategy]\nname = \"policy-gradient\"\n[strategy.policy-gradient]\n"
                        "discount = 0.9\n"),
              HasSubstr("rollouts = 0"));
}

}  // namespace
}  // namespace lingan
