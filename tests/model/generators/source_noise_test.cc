#include <lingan/model/generators/source_noise.h>

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace lingan::source_noise_test {
namespace {

/// Vectors [B, T, 1] that tell their places, from 1 on.
torch::Tensor numbered(int64_t rows, int64_t width) {
  return torch::arange(1, width + 1, torch::kFloat32).view({1, width, 1}).repeat({rows, 1, 1});
}

TEST(SourceNoise, IsNoneByItself) {
  const auto vectors = numbered(3, 5);
  EXPECT_TRUE(
      torch::equal(noisy_source(vectors, torch::tensor({5, 2, 1}, torch::kInt64), {}), vectors));
}

/// Nobody moves by more than k places, the end not at all, and all orders of three words come.
TEST(SourceNoise, MovesWordsByAFewPlacesAndNotTheEnd) {
  constexpr int64_t kRows = 500;
  torch::manual_seed(1);  // the largest moves are rare
  const auto lengths = torch::full({kRows}, 8, torch::kInt64);
  for (const int64_t k : {1, 2, 3}) {
    const auto places = noisy_source(numbered(kRows, 10), lengths, {.shuffle = k}).squeeze(2);
    EXPECT_EQ((places - numbered(kRows, 10).squeeze(2)).abs().max().item<double>(), k);
    EXPECT_TRUE(torch::equal(places.slice(1, 7), numbered(kRows, 10).squeeze(2).slice(1, 7)));
    EXPECT_TRUE(torch::equal(std::get<0>(places.sort(1)), numbered(kRows, 10).squeeze(2)));
  }
  const auto three =
      noisy_source(numbered(kRows, 4), torch::full({kRows}, 4, torch::kInt64), {.shuffle = 2});
  std::set<std::vector<float>> orders;
  for (int64_t row = 0; row < kRows; ++row) {
    const float* first = three[row].const_data_ptr<float>();
    orders.emplace(first, first + 3);
  }
  EXPECT_EQ(orders.size(), 6u);
}

TEST(SourceNoise, LeavesOutAShareOfTheWords) {
  const auto kept = noisy_source(torch::ones({2000, 6, 2}), torch::full({2000}, 6, torch::kInt64),
                                 {.dropout = 0.25});
  EXPECT_NEAR(kept.mean().item<double>(), 0.75, 0.02);
  EXPECT_TRUE(torch::equal(kept.select(2, 0), kept.select(2, 1))) << "whole words";
}

}  // namespace
}  // namespace lingan::source_noise_test
