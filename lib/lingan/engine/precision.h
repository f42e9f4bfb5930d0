/// How exactly the engine's products are computed.
#pragma once

#include <string_view>

namespace lingan::engine {

/// Operands of matrix products; sums are float32 in both.
enum class Precision {
  kFloat32,   ///< float32 operands
  kBfloat16,  ///< operands rounded to 8 bits of mantissa: twice the speed where the processor
              ///< multiplies them (avx512_bf16)
};

/// `float32` or `bf16`.
/// @throws UsageError for another name, if this processor does not have the instructions, and while
/// a CUDA device is active (cuda_library.h), whose products are float32.
Precision precision_named(std::string_view name);

/// Whether this processor multiplies bf16 numbers.
bool has_bfloat16_products();

}  // namespace lingan::engine
