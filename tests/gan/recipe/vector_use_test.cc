#include <lingan/gan/recipe/vector_use.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::vector_use_test {
namespace {

using ::testing::HasSubstr;

TEST(ReadsVectors, IsTrueOfRecipesANetworkOfWhichBeginsWithThem) {
  const auto reads = [](const std::string& toml) {
    return reads_vectors(parse_recipe(toml, "my.toml"));
  };
  EXPECT_FALSE(reads(""));
  EXPECT_TRUE(reads("[generator]\nembeddings = \"frozen-vectors\"\n"));
  const std::string of_d = "[discriminator]\nembeddings = \"vectors\"\n";
  EXPECT_TRUE(reads(of_d + "[strategy]\nname = \"gumbel-softmax\"\n"));
  EXPECT_FALSE(reads(of_d));  // there is no D
}

std::string complaint(const std::string& recipe, bool are_given,
                      const std::vector<std::string>& overrides = {}) {
  return testing::refusal<UsageError>([&] {
    const Recipe one = load_recipe(recipe, overrides);
    require_fitting_vectors({&one, 1}, are_given);
  });
}

TEST(RequireFittingVectors, NamesTheKeyThatWasSet) {
  EXPECT_THAT(complaint("mle", false, {"generator.embeddings=vectors"}),
              HasSubstr("generator.embeddings = \"vectors\": the recipe mle begins"));
  const std::string of_d = complaint("seqgan", false, {"discriminator.embeddings=frozen-vectors"});
  EXPECT_THAT(of_d, HasSubstr("discriminator.embeddings = \"frozen-vectors\": "));
  EXPECT_EQ(of_d.find("generator.embeddings"), std::string::npos);
  EXPECT_EQ(complaint("mle", false), "accepted");
  EXPECT_EQ(complaint("mle", true, {"generator.embeddings=vectors"}), "accepted");
}

TEST(RequireFittingVectors, ProposesTheKeysThatTheRecipeHas) {
  const std::string idle = "`vectors` has no effect with embeddings that begin otherwise; ";
  EXPECT_EQ(complaint("mle", true), idle + "set generator.embeddings = \"vectors\"");
  EXPECT_EQ(complaint("seqgan", true), idle +
                                           "set generator.embeddings = \"vectors\", or "
                                           "discriminator.embeddings = \"vectors\"");
  EXPECT_EQ(complaint("textgan", true), idle + "set generator.embeddings = \"vectors\"")
      << "D reads the generator's";
  EXPECT_EQ(complaint("wgan-gp-lm-conv", true), idle + "set discriminator.embeddings = \"vectors\"")
      << "the generator reads no tokens";
}

}  // namespace
}  // namespace lingan::vector_use_test
