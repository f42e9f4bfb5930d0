/// Philox4x32-10: a counter-based random number generator.
///
/// Source: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3" (SC11),
/// and the known answers of the Random123 library. A value depends on its counter and key alone, so
/// it is the same on CPU and GPU, for any number of threads, and after a resume.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan {

/// Four 32-bit words: a counter, or one block of output.
struct Philox4 {
  uint32_t word[4];
};

/// One block of Philox4x32 with ten rounds.
/// @param counter  any 128-bit value.  @param key  any 64-bit value.
LINGAN_HD inline Philox4 philox4x32_10(Philox4 counter, uint64_t key) {
  uint32_t key_low = static_cast<uint32_t>(key);
  uint32_t key_high = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = uint64_t{0xD2511F53} * counter.word[0];
    const uint64_t product1 = uint64_t{0xCD9E8D57} * counter.word[2];
    counter = {{static_cast<uint32_t>(product1 >> 32) ^ counter.word[1] ^ key_low,
                static_cast<uint32_t>(product1),
                static_cast<uint32_t>(product0 >> 32) ^ counter.word[3] ^ key_high,
                static_cast<uint32_t>(product0)}};
    key_low += 0x9E3779B9;
    key_high += 0xBB67AE85;
  }
  return counter;
}

}  // namespace lingan
