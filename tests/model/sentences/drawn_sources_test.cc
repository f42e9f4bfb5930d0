#include <lingan/model/sentences/drawn_sources.h>

#include <gtest/gtest.h>

namespace lingan::drawn_sources_test {
namespace {

constexpr RandomStream kStream = {4, Purpose::kNoise, 2};
const SourceTable kSources{.sentences = TokenBatch::filled(9, 1, 0), .sampled = {3, 8, 0, 5}};

TEST(DrawnSources, AreThoseThatAreSampledEachAsOften) {
  const torch::Tensor numbers = drawn_sources(kStream, 0, 10000, kSources);
  double of_all = 0;
  for (const int32_t source : kSources.sampled) {
    const double share = (numbers == source).to(torch::kFloat64).mean().item<double>();
    EXPECT_NEAR(share, 0.25, 0.02);
    of_all += share;
  }
  EXPECT_NEAR(of_all, 1.0, 1e-12);
}

TEST(DrawnSources, AreTheSameWhateverTheBatch) {
  const torch::Tensor all = drawn_sources(kStream, 5, 30, kSources);
  EXPECT_TRUE(torch::equal(drawn_sources(kStream, 15, 7, kSources), all.narrow(0, 10, 7)));
}

}  // namespace
}  // namespace lingan::drawn_sources_test
