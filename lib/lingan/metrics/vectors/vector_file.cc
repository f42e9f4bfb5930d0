#include <lingan/metrics/vectors/vector_file.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/input.h>
#include <lingan/base/npy.h>
#include <lingan/base/safetensors.h>

namespace lingan::metrics {
namespace {

double from_float16(uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const int fraction = bits & 1023;
  double value = 0;
  if (exponent == 31) {
    value = fraction == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  } else {
    value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

double from_bfloat16(uint16_t bits) { return std::bit_cast<float>(uint32_t{bits} << 16); }

/// @param bytes  of count numbers of type Stored; not aligned.
template <class Stored, class Convert>
std::vector<double> converted(std::string_view bytes, const Convert& convert) {
  std::vector<double> values(bytes.size() / sizeof(Stored));
  for (size_t i = 0; i < values.size(); ++i) {
    Stored stored;
    std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
    values[i] = convert(stored);
  }
  return values;
}

std::vector<double> numbers_of(const TensorView& tensor, const std::string& where) {
  const auto same = [](auto value) { return static_cast<double>(value); };
  if (tensor.dtype == "F64") return converted<double>(tensor.bytes, same);
  if (tensor.dtype == "F32") return converted<float>(tensor.bytes, same);
  if (tensor.dtype == "F16") return converted<uint16_t>(tensor.bytes, from_float16);
  if (tensor.dtype == "BF16") return converted<uint16_t>(tensor.bytes, from_bfloat16);
  throw InputError("its numbers are of type " + tensor.dtype + "; save F32, F64, F16 or BF16",
                   where);
}

TensorView tensor_of(std::string_view bytes, const std::string& where) {
  if (is_npy(bytes)) return parse_npy(bytes, where);
  constexpr size_t kHeader = 8;  // where that of safetensors begins
  if (bytes.size() <= kHeader || bytes[kHeader] != '{') {
    throw InputError("is neither a .npy file nor safetensors", where);
  }
  const SafetensorsIndex index = parse_safetensors(bytes, where);
  if (index.tensors.size() == 1) return index.tensors.begin()->second;
  throw InputError(
      fmt::format("has {} tensors; save one, with a row for each sentence", index.tensors.size()),
      where);
}

void require_sound(const SentenceVectors& vectors, const std::string& where) {
  for (int64_t i = 0; i < vectors.size(); ++i) {
    for (const double number : vectors[i]) {
      const std::string fault = number_fault(number);
      if (!fault.empty()) throw InputError(fmt::format("vector {} {}", i + 1, fault), where);
    }
  }
}

}  // namespace

SentenceVectors parse_sentence_vectors(std::string_view bytes, const std::string& where) {
  const TensorView tensor = tensor_of(bytes, where);
  if (tensor.shape.size() != 2) {
    throw InputError(fmt::format("its array has the shape ({}); it must have two dimensions, "
                                 "sentences and the numbers of a vector",
                                 fmt::join(tensor.shape, ", ")),
                     where);
  }
  if (tensor.shape[0] == 0) throw InputError("no vector in it", where);
  if (tensor.shape[1] == 0) throw InputError("its vectors have no numbers", where);
  SentenceVectors vectors{.width = tensor.shape[1], .values = numbers_of(tensor, where)};
  require_sound(vectors, where);
  return vectors;
}

SentenceVectors read_sentence_vectors(const std::string& path) {
  return parse_sentence_vectors(read_file(path), input_name(path));
}

}  // namespace lingan::metrics
