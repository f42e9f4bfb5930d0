#include <lingan/grammar/unit_closure.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lingan::unit_closure_test {
namespace {

using Matrix = std::vector<std::vector<double>>;

/// U + U^2 + U^3 + ..., term by term.
Matrix sum_of_powers(const Matrix& u) {
  const size_t n = u.size();
  Matrix sum = u, power = u;
  for (double largest = 1.0; largest > 1e-18;) {
    Matrix next(n, std::vector<double>(n));
    largest = 0.0;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        for (size_t k = 0; k < n; ++k) next[i][j] += power[i][k] * u[k][j];
        sum[i][j] += next[i][j];
        largest = std::max(largest, next[i][j]);
      }
    }
    power = next;
  }
  return sum;
}

/// A sparse matrix whose rows add up to less than 1, so that the series ends.
Matrix random_matrix(std::mt19937& random, size_t n) {
  Matrix u(n, std::vector<double>(n));
  for (auto& row : u) {
    double sum = 0.0;
    for (double& weight : row) {
      if (random() % 3 == 0) weight = 1.0 + static_cast<double>(random() % 100);
      sum += weight;
    }
    for (double& weight : row) weight *= sum == 0.0 ? 0.0 : 0.9 / sum;
  }
  return u;
}

TEST(UnitClosure, IsTheSumOfAllPowers) {
  std::mt19937 random(1);
  for (size_t n = 1; n <= 12; ++n) {
    const Matrix u = random_matrix(random, n);
    UnitClosure closure(static_cast<int32_t>(n));
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        if (u[i][j] > 0.0) {
          closure.add(static_cast<int32_t>(i), static_cast<int32_t>(j), ScaledDouble(u[i][j]));
        }
      }
    }
    closure.close();
    const Matrix expected = sum_of_powers(u);
    for (size_t j = 0; j < n; ++j) {
      const auto parents = closure.parents(static_cast<int32_t>(j));
      EXPECT_TRUE(std::is_sorted(parents.begin(), parents.end()));
      for (size_t i = 0; i < n; ++i) {
        const auto parent = static_cast<int32_t>(i);
        const bool is_parent = std::find(parents.begin(), parents.end(), parent) != parents.end();
        ASSERT_EQ(is_parent, expected[i][j] > 0.0) << i << " " << j;
        if (!is_parent) continue;
        EXPECT_NEAR(closure.weight(parent, static_cast<int32_t>(j)).value(), expected[i][j],
                    1e-11 * (1.0 + expected[i][j]));
      }
    }
  }
}

TEST(UnitClosure, AddsUpWhatOnePlaceIsGiven) {
  UnitClosure closure(2);
  closure.add(0, 1, ScaledDouble(0.25));
  closure.add(0, 1, ScaledDouble(0.5));
  closure.close();
  EXPECT_EQ(closure.weight(0, 1).value(), 0.75);
  EXPECT_TRUE(closure.parents(0).empty());
}

}  // namespace
}  // namespace lingan::unit_closure_test
