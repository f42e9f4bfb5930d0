#include <lingan/engine/cpu/product.h>

#include <gtest/gtest.h>

#include <vector>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::product_test {
namespace {

/// Two matrices and where their product is written, between other numbers.
struct Problem {
  int64_t rows, depth, columns;
  bool transposed;  ///< both lie column by column
  std::vector<float> a = random_floats(0, rows* depth);
  std::vector<float> b = random_floats(1, depth* columns);

  MatrixView view_of_a() const {
    return transposed ? MatrixView{a.data(), 1, rows} : MatrixView{a.data(), depth, 1};
  }
  MatrixView view_of_b() const {
    return transposed ? MatrixView{b.data(), 1, depth} : MatrixView{b.data(), columns, 1};
  }
  double element(int64_t i, int64_t j) const {
    const MatrixView x = view_of_a(), y = view_of_b();
    double sum = 0;
    for (int64_t k = 0; k < depth; ++k) {
      sum += double{*x.from(i, k).values} * double{*y.from(k, j).values};
    }
    return sum;
  }
};

/// C of a block of the product, from row `i` and column `j` on.
std::vector<float> multiplied(const Problem& p, int64_t i, int64_t rows, int64_t j, int64_t columns,
                              float before = NAN, bool add = false) {
  std::vector<float> c(static_cast<size_t>(rows * (columns + 2)), before);
  multiply_block({.rows = rows,
                  .depth = p.depth,
                  .columns = columns,
                  .a = p.view_of_a().from(i, 0),
                  .b = p.view_of_b().from(0, j),
                  .c = c.data(),
                  .c_row = columns + 2,
                  .add = add});
  return c;
}

TEST(ProductBlock, WritesTheProductAndNothingBesideIt) {
  for (const bool transposed : {false, true}) {
    for (const Problem& p : {Problem{1, 1, 1, transposed}, Problem{13, 7, 33, transposed},
                             Problem{25, 300, 64, transposed}}) {
      const auto c = multiplied(p, 0, p.rows, 0, p.columns);
      for (int64_t i = 0; i < p.rows; ++i) {
        const float* row = c.data() + i * (p.columns + 2);
        for (int64_t j = 0; j < p.columns; ++j) ASSERT_NEAR(row[j], p.element(i, j), 2e-5);
        EXPECT_TRUE(std::isnan(row[p.columns]) && std::isnan(row[p.columns + 1])) << i;
      }
    }
  }
}

TEST(ProductBlock, AddsToWhatIsThereIfAsked) {
  const Problem p{5, 260, 40, false};
  const auto c = multiplied(p, 0, 5, 0, 40, 3.0f, true);
  for (int64_t i = 0; i < 5; ++i) {
    for (int64_t j = 0; j < 40; ++j) ASSERT_NEAR(c[i * 42 + j], 3 + p.element(i, j), 2e-5);
  }
}

/// So that a product does not depend on how it is cut.
TEST(ProductBlock, HasElementsThatDoNotDependOnWhatLiesBesideThem) {
  for (const bool transposed : {false, true}) {
    const Problem p{29, 300, 70, transposed};
    const auto whole = multiplied(p, 0, 29, 0, 70);
    const auto part = multiplied(p, 11, 3, 31, 6);
    for (int64_t i = 0; i < 3; ++i) {
      for (int64_t j = 0; j < 6; ++j) {
        ASSERT_EQ(part[i * 8 + j], whole[(11 + i) * 72 + 31 + j]) << i << ", " << j;
      }
    }
  }
}

}  // namespace
}  // namespace lingan::engine::product_test
