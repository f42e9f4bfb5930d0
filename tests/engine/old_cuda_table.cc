// A library whose table is of a version that no program expects.
#include <lingan/engine/cuda/table.h>

extern "C" const lingan::engine::cuda::Table* lingan_cuda_table() {
  static const lingan::engine::cuda::Table table{};
  return &table;
}
