/// The random numbers of NumPy's `default_rng(seed)`, for tests that are to repeat sacreBLEU's to
/// the last digit.
///
/// PCG64 (O'Neill 2014, XSL-RR 128/64) seeded by SeedSequence; bounded numbers by Lemire 2019, as
/// NumPy draws them. The same as NumPy 1.17 to 2.4.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace lingan::metrics {

class NumpyGenerator {
 public:
  /// As `numpy.random.default_rng(seed)`.
  explicit NumpyGenerator(uint32_t seed);

  uint64_t next64();
  uint32_t next32();  ///< the low half of a 64-bit number, then its high half

  /// As `choice(bound, size=numbers.size(), replace=True)`: numbers in [0, bound).
  /// @param bound  >= 1.
  void choose(uint32_t bound, std::span<uint32_t> numbers);

 private:
  __extension__ using State = unsigned __int128;
  void step();

  State state_ = 0;
  State increment_ = 0;
  uint32_t high_half_ = 0;
  bool has_high_half_ = false;
};

}  // namespace lingan::metrics
