#include <lingan/metrics/significance/numpy_generator.h>

#include <bit>
#include <limits>

namespace lingan::metrics {
namespace {

constexpr size_t kPool = 4;  // words of a SeedSequence

// SeedSequence's hash: `constant` changes with every call.
uint32_t hash(uint32_t value, uint32_t& constant, uint32_t multiplier) {
  value ^= constant;
  constant *= multiplier;
  value *= constant;
  return value ^ value >> 16;
}

uint32_t mix(uint32_t x, uint32_t y) {
  const uint32_t mixed = 0xCA01F9DDu * x - 0x4973F715u * y;
  return mixed ^ mixed >> 16;
}

std::array<uint32_t, kPool> seed_pool(uint32_t seed) {
  constexpr uint32_t kMultiplier = 0x931E8875;
  uint32_t constant = 0x43B0D7E5;
  std::array<uint32_t, kPool> pool{};
  for (size_t i = 0; i < kPool; ++i) pool[i] = hash(i == 0 ? seed : 0, constant, kMultiplier);
  for (size_t from = 0; from < kPool; ++from) {
    for (size_t to = 0; to < kPool; ++to) {
      if (from != to) pool[to] = mix(pool[to], hash(pool[from], constant, kMultiplier));
    }
  }
  return pool;
}

// SeedSequence.generate_state(4, uint64).
std::array<uint64_t, 4> seed_state(uint32_t seed) {
  const auto pool = seed_pool(seed);
  uint32_t constant = 0x8B51F9DD;
  std::array<uint64_t, 4> state{};
  for (size_t i = 0; i < 2 * state.size(); ++i) {
    const uint64_t half = hash(pool[i % kPool], constant, 0x58F38DED);
    state[i / 2] |= half << 32 * (i % 2);
  }
  return state;
}

}  // namespace

NumpyGenerator::NumpyGenerator(uint32_t seed) {
  const auto words = seed_state(seed);
  const State initial = static_cast<State>(words[0]) << 64 | words[1];
  increment_ = (static_cast<State>(words[2]) << 64 | words[3]) << 1 | 1;
  step();
  state_ += initial;
  step();
}

void NumpyGenerator::step() {
  constexpr State kMultiplier = static_cast<State>(0x2360ED051FC65DA4u) << 64 | 0x4385DF649FCCF645u;
  state_ = state_ * kMultiplier + increment_;
}

uint64_t NumpyGenerator::next64() {
  step();
  const auto high = static_cast<uint64_t>(state_ >> 64);
  return std::rotr(high ^ static_cast<uint64_t>(state_), static_cast<int>(high >> 58));
}

uint32_t NumpyGenerator::next32() {
  if (has_high_half_) {
    has_high_half_ = false;
    return high_half_;
  }
  const uint64_t both = next64();
  has_high_half_ = true;
  high_half_ = static_cast<uint32_t>(both >> 32);
  return static_cast<uint32_t>(both);
}

void NumpyGenerator::choose(uint32_t bound, std::span<uint32_t> numbers) {
  const uint32_t threshold = (std::numeric_limits<uint32_t>::max() - (bound - 1)) % bound;
  for (uint32_t& number : numbers) {
    uint64_t product = 0;
    if (bound > 1) {  // of one number NumPy draws nothing
      do {
        product = uint64_t{next32()} * bound;
      } while (static_cast<uint32_t>(product) < threshold);
    }
    number = static_cast<uint32_t>(product >> 32);
  }
}

}  // namespace lingan::metrics
