#include <lingan/metrics/vectors/binary_codes.h>

#include <bit>

namespace lingan::metrics {

int64_t BinaryCodes::distance(int64_t one, int64_t other) const {
  const int64_t count = words_of_each();
  const uint64_t* a = words.data() + one * count;
  const uint64_t* b = words.data() + other * count;
  int64_t differing = 0;
  for (int64_t i = 0; i < count; ++i) differing += std::popcount(a[i] ^ b[i]);
  return differing;
}

BinaryCodes signs_of(const SentenceVectors& vectors) {
  BinaryCodes codes{.bits = vectors.width, .words = {}};
  const int64_t each = codes.words_of_each();
  codes.words.resize(static_cast<size_t>(vectors.size() * each));
  for (int64_t row = 0; row < vectors.size(); ++row) {
    for (int64_t i = 0; i < vectors.width; ++i) {
      const uint64_t bit = vectors[row][i] >= 0 ? 1 : 0;
      codes.words[row * each + i / 64] |= bit << (i % 64);
    }
  }
  return codes;
}

}  // namespace lingan::metrics
