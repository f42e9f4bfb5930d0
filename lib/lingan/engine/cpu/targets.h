/// The instruction sets that the CPU launchers are compiled for; the best one is chosen at run
/// time. Include before any Highway header.
#pragma once

// SSSE3 and AVX3_DL add nothing to float kernels over their neighbours. The kernels keep arrays of
// vectors, which types without a fixed size (SVE, RVV) do not allow.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
