#include <lingan/engine/training/product.h>

#include <algorithm>

#include <lingan/base/parallel.h>

namespace lingan::engine {
namespace {

// Sides of a block: its rows and what it packs stay in the second cache.
constexpr int64_t kRows = 128;
constexpr int64_t kColumns = 256;
constexpr int64_t kLeastWork = int64_t{1} << 18;  // multiplications that are worth a thread

int64_t blocks(int64_t count, int64_t side) { return (count + side - 1) / side; }

}  // namespace

void multiply(const ProductBlock& product) {
  const int64_t across = blocks(product.columns, kColumns);
  const int64_t work = std::min(kRows, product.rows) * std::min(kColumns, product.columns) *
                       std::max<int64_t>(1, product.depth);
  const int64_t grain = std::max<int64_t>(1, kLeastWork / work);
  parallel_for(blocks(product.rows, kRows) * across, grain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t row = i / across * kRows, column = i % across * kColumns;
      ProductBlock block = product;
      block.rows = std::min(kRows, product.rows - row);
      block.columns = std::min(kColumns, product.columns - column);
      block.a = product.a.from(row, 0);
      block.b = product.b.from(0, column);
      block.c = product.c + row * product.c_row + column;
      multiply_block(block);
    }
  });
}

}  // namespace lingan::engine
