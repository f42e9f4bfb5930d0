#include <lingan/model/sentences/drawn_labels.h>

#include <gtest/gtest.h>

#include <array>

namespace lingan::drawn_labels_test {
namespace {

constexpr std::array<int64_t, 3> kSentences = {1, 6, 3};
constexpr RandomStream kStream = {4, Purpose::kNoise, 2};

TEST(DrawnLabels, HaveTheProportionsOfTheSentences) {
  const torch::Tensor labels = drawn_labels(kStream, 0, 10000, kSentences);
  for (const int64_t label : {0, 1, 2}) {
    const auto share = static_cast<double>(kSentences[static_cast<size_t>(label)]) / 10;
    EXPECT_NEAR((labels == label).to(torch::kFloat64).mean().item<double>(), share, 0.02);
  }
  EXPECT_EQ(labels.min().item<int64_t>(), 0);
  EXPECT_EQ(labels.max().item<int64_t>(), 2);
}

TEST(DrawnLabels, AreTheSameWhateverTheBatch) {
  const torch::Tensor all = drawn_labels(kStream, 5, 30, kSentences);
  EXPECT_TRUE(torch::equal(drawn_labels(kStream, 15, 7, kSentences), all.narrow(0, 10, 7)));
}

}  // namespace
}  // namespace lingan::drawn_labels_test
