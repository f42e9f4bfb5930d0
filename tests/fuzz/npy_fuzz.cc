// Vectors come from anywhere: no byte string may crash the reader, and what it accepts has as many
// numbers as it says.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/metrics/vectors/vector_file.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    const auto vectors = lingan::metrics::parse_sentence_vectors(
        {reinterpret_cast<const char*>(data), size}, "input");
    if (vectors.width * vectors.size() != static_cast<int64_t>(vectors.values.size())) std::abort();
    if (vectors.size() == 0 || vectors.values.size() * 2 > size) std::abort();
    for (const double value : vectors.values) {
      if (!std::isfinite(value)) std::abort();
    }
  } catch (const lingan::InputError&) {
  }
  return 0;
}
