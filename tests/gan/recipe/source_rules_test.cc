#include <lingan/gan/recipe/source_rules.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/recipe/complaint.h"

namespace lingan {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

/// @param more  keys of `[generator]`, and further tables.
std::string of(const std::string& strategy, const std::string& more = "") {
  return complaint("[strategy]\nname = \"" + strategy + "\"\n[generator]\nsource = \"encoder\"\n" +
                   more);
}

TEST(SourceRules, LetMaximumLikelihoodAndGumbelSoftmaxReadSources) {
  EXPECT_EQ(of(""), "accepted");
  EXPECT_EQ(of("gumbel-softmax"), "accepted");
  EXPECT_EQ(of("gumbel-softmax", "cell = \"transformer\"\n"), "accepted");
}

TEST(SourceRules, RefuseWhatKnowsNoSources) {
  for (const char* strategy : {"policy-gradient", "embedding", "taylor", "penalty"}) {
    EXPECT_EQ(of(strategy),
              "my.toml: generator.source: the strategy \"" + std::string(strategy) +
                  "\" knows no sources, as \"gumbel-softmax\" or \"evolutionary\" does; set it to "
                  "\"none\"");
  }
  EXPECT_THAT(of("", "latent_width = 8\n"), HasSubstr("generator.source: a latent code sets"));
  EXPECT_THAT(of("", "labels = \"condition\"\n"), HasSubstr("a source or a label"));
  EXPECT_THAT(of("gumbel-softmax",
                 "[discriminator]\nkind = \"recurrent\"\n[training]\nreplaced_token_epochs = 2\n"),
              HasSubstr("no tokens are replaced"));
}

}  // namespace
}  // namespace lingan
