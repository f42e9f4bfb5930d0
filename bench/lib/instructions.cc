#include <bench/lib/instructions.h>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/lib/instructions.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::bench::HWY_NAMESPACE {
const char* ChosenTarget() { return hwy::TargetName(HWY_TARGET); }
}  // namespace lingan::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <ATen/Version.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace lingan::bench {

HWY_EXPORT(ChosenTarget);

void limit_instructions() {
  const char* wanted = std::getenv("LINGAN_BENCH_INSTRUCTIONS");
  if (wanted == nullptr || *wanted == '\0') return;
#if HWY_ARCH_X86
  if (std::string_view(wanted) == "avx2") {
    // A better target has a lower bit. Highway's DisableTargets would not do: the next call of
    // SupportedTargets lets dispatch choose among all targets again.
    hwy::SetSupportedTargetsForTest(hwy::SupportedTargets() & ~(HWY_AVX2 - 1));
    return;
  }
#endif
  std::fprintf(stderr, "LINGAN_BENCH_INSTRUCTIONS=%s: expected avx2, on an x86 processor\n",
               wanted);
  std::exit(2);
}

std::string engine_instructions() { return HWY_DYNAMIC_DISPATCH(ChosenTarget)(); }

std::string torch_instructions() { return at::get_cpu_capability(); }

}  // namespace lingan::bench
#endif  // HWY_ONCE
