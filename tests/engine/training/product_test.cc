#include <lingan/engine/training/product.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/base/random.h>

namespace lingan::product_test {
namespace {

std::vector<float> draw(uint32_t stream, int64_t count) {
  const RandomStream random{7, Purpose::kInitialize, stream};
  std::vector<float> values;
  for (int64_t i = 0; i < count; ++i) {
    values.push_back(static_cast<float>(2 * random.uniform(i, 0) - 1));
  }
  return values;
}

struct Shape {
  int64_t rows, depth, columns;
  bool a_transposed, b_transposed, add;
};

engine::MatrixView view(const std::vector<float>& values, int64_t rows, int64_t columns,
                        bool transposed) {
  if (transposed) return {values.data(), 1, rows};
  return {values.data(), columns, 1};
}

/// The product beside other columns, which must stay.
std::vector<float> solve(const Shape& s) {
  const std::vector<float> a = draw(0, s.rows * s.depth), b = draw(1, s.depth * s.columns);
  std::vector<float> c = draw(2, s.rows * (s.columns + 3));
  engine::multiply({.rows = s.rows,
                    .depth = s.depth,
                    .columns = s.columns,
                    .a = view(a, s.rows, s.depth, s.a_transposed),
                    .b = view(b, s.depth, s.columns, s.b_transposed),
                    .c = c.data(),
                    .c_row = s.columns + 3,
                    .add = s.add});
  return c;
}

void expect_the_definition(const Shape& s) {
  const std::vector<float> a = draw(0, s.rows * s.depth), b = draw(1, s.depth * s.columns);
  const std::vector<float> before = draw(2, s.rows * (s.columns + 3)), actual = solve(s);
  for (int64_t i = 0; i < s.rows; ++i) {
    for (int64_t j = 0; j < s.columns + 3; ++j) {
      const int64_t at = i * (s.columns + 3) + j;
      double expected = s.add || j >= s.columns ? before[at] : 0.0;
      for (int64_t k = 0; k < s.depth && j < s.columns; ++k) {
        expected += double{a[s.a_transposed ? k * s.rows + i : i * s.depth + k]} *
                    b[s.b_transposed ? j * s.depth + k : k * s.columns + j];
      }
      ASSERT_NEAR(actual[at], expected, 1e-5 * std::sqrt(1.0 + static_cast<double>(s.depth)))
          << i << ", " << j;
    }
  }
}

TEST(Product, IsThatOfTheDefinitionForAllFormsOfItsMatrices) {
  for (const bool a_transposed : {false, true}) {
    for (const bool b_transposed : {false, true}) {
      for (const bool add : {false, true}) {
        expect_the_definition({37, 300, 77, a_transposed, b_transposed, add});
      }
    }
  }
}

TEST(Product, IsRightForSmallAndOddSizes) {
  expect_the_definition({1, 1, 1, false, false, false});
  expect_the_definition({9, 2, 33, true, true, true});
  expect_the_definition({130, 5, 290, true, false, false});
  expect_the_definition({129, 257, 257, false, true, true});
  expect_the_definition({3, 4, 32, false, false, true});
}

TEST(Product, DoesNotDependOnTheNumberOfThreads) {
  const Shape shape = {300, 260, 600, true, false, false};
  set_thread_count(1);
  const std::vector<float> one = solve(shape);
  set_thread_count(3);
  EXPECT_EQ(one, solve(shape));
  set_thread_count(0);
}

}  // namespace
}  // namespace lingan::product_test
