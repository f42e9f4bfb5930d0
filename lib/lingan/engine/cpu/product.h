/// One block of a matrix product, for the calling thread alone. engine/training/product.h cuts the
/// blocks.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// A matrix or its transpose: element (i, j) is values[i * row + j * column], and row or column
/// is 1.
struct MatrixView {
  const float* values;
  int64_t row;
  int64_t column;

  MatrixView from(int64_t i, int64_t j) const {
    return {values + i * row + j * column, row, column};
  }
};

/// C (+)= A B. Every element is a sum over the depth in order, whatever lies beside it.
struct ProductBlock {
  int64_t rows;     ///< of A and C
  int64_t depth;    ///< columns of A, rows of B; >= 1
  int64_t columns;  ///< of B and C
  MatrixView a;
  MatrixView b;
  float* c;  ///< rows of C, c_row floats apart
  int64_t c_row;
  bool add;  ///< whether C's old values count
};
void multiply_block(const ProductBlock& block);

}  // namespace lingan::engine
