#include <lingan/engine/precision.h>

#include <string>

#include <hwy/targets.h>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>

namespace lingan::engine {

bool has_bfloat16_products() {
#if defined(__x86_64__)
  // Not where Highway was told to leave such instructions alone.
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
         (hwy::SupportedTargets() & HWY_AVX3) != 0;
#else
  return false;
#endif
}

Precision precision_named(std::string_view name) {
  if (name == "float32") return Precision::kFloat32;
  if (name != "bf16") {
    throw UsageError("precision " + std::string(name) + ": expected float32 or bf16");
  }
  if (active_cuda() != nullptr) {
    throw UsageError(
        "precision bf16: products on a CUDA device are float32; use float32, or the CPU");
  }
  if (!has_bfloat16_products()) {
    throw UsageError(
        "precision bf16: this processor does not multiply bf16 numbers (avx512_bf16); "
        "use float32");
  }
  return Precision::kBfloat16;
}

}  // namespace lingan::engine
