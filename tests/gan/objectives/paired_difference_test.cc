#include <lingan/gan/objectives/paired_difference.h>

#include <gtest/gtest.h>

namespace lingan::paired_difference_test {
namespace {

TEST(PairedDifference, ReusesRealSentencesInTurn) {
  const auto real = torch::tensor({10.0, 20.0}), fake = torch::tensor({1.0, 2.0, 3.0});
  EXPECT_TRUE(torch::equal(paired_difference(real, fake), torch::tensor({9.0, 18.0, 7.0})));
  EXPECT_TRUE(torch::equal(paired_difference(real, fake.narrow(0, 0, 1)), torch::tensor({9.0})));
}

}  // namespace
}  // namespace lingan::paired_difference_test
