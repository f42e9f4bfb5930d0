/// Teams: the threads that compute one piece of a kernel together.
///
/// A kernel is a struct of plain views with
///   `template <class Team> LINGAN_HD void operator()(Team& team, int64_t piece) const`
/// and two constants: kTeam, how many threads share a piece (1, kWarp or kBlock), and
/// kSharedFloats, the scratch memory that they share. A launcher runs it once for every piece: on
/// the CPU with a team of one (or of a few threads, to test the synchronization), on a GPU with a
/// thread, a warp or a block. A team has
///   kSize, rank(), sync(), shared(),
///   sum(x), largest(x), smallest(x): over all members, the same for each;
///   sum_before(x): over the members of lower rank;
///   from(x, rank): a member's value.
/// All members call the collective ones in the same order; those are also barriers for memory.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan::engine {

inline constexpr int kThread = 1;
inline constexpr int kWarp = 32;
inline constexpr int kBlock = 256;

/// A team of one.
class SerialTeam {
 public:
  static constexpr int kSize = 1;

  LINGAN_HD explicit SerialTeam(float* shared) : shared_(shared) {}

  LINGAN_HD int rank() const { return 0; }
  LINGAN_HD void sync() {}
  LINGAN_HD float* shared() { return shared_; }
  template <class T>
  LINGAN_HD T sum(T value) {
    return value;
  }
  template <class T>
  LINGAN_HD T largest(T value) {
    return value;
  }
  template <class T>
  LINGAN_HD T smallest(T value) {
    return value;
  }
  template <class T>
  LINGAN_HD T sum_before(T) {
    return T{};
  }
  template <class T>
  LINGAN_HD T from(T value, int) {
    return value;
  }

 private:
  float* shared_;
};

/// A member's share of [0, count) when neighbours stay together: [begin, end).
struct Share {
  int64_t begin;
  int64_t end;
};
template <class Team>
LINGAN_HD Share share_of(const Team& team, int64_t count) {
  const int64_t each = (count + Team::kSize - 1) / Team::kSize;
  const int64_t begin = team.rank() * each < count ? team.rank() * each : count;
  return {begin, begin + each < count ? begin + each : count};
}

/// Adds to a number that other teams add to, too.  @return what it was before.
template <class T>
LINGAN_HD T add_atomically(T* number, T value) {
#ifdef __CUDA_ARCH__
  return atomicAdd(number, value);
#else
  return __atomic_fetch_add(number, value, __ATOMIC_RELAXED);
#endif
}

/// Puts `value` where `expected` was.  @return what was there before.
LINGAN_HD inline unsigned long long exchange_if(unsigned long long* number,
                                                unsigned long long expected,
                                                unsigned long long value) {
#ifdef __CUDA_ARCH__
  return atomicCAS(number, expected, value);
#else
  __atomic_compare_exchange_n(number, &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  return expected;
#endif
}

/// Makes a number at least `value`.
template <class T>
LINGAN_HD void raise_to(T* number, T value) {
#ifdef __CUDA_ARCH__
  atomicMax(number, value);
#else
  T seen = __atomic_load_n(number, __ATOMIC_RELAXED);
  while (seen < value && !__atomic_compare_exchange_n(number, &seen, value, true, __ATOMIC_RELAXED,
                                                      __ATOMIC_RELAXED)) {
  }
#endif
}

}  // namespace lingan::engine
