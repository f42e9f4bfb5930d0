/// Files of vectors.
#pragma once

#include <string>
#include <string_view>

#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

/// Reads vectors from the bytes of a file: .npy with a two-dimensional array of float32, float64 or
/// float16 in C order, or safetensors with one two-dimensional tensor of F64, F32, F16 or BF16.
/// @param where  the file's name, for messages.
/// @throws InputError for anything else, for a number that is not finite or above kLargestNumber,
/// and if there is no vector.
SentenceVectors parse_sentence_vectors(std::string_view bytes, const std::string& where);

/// The same of an input (base/input.h).  @throws IoError, InputError.
SentenceVectors read_sentence_vectors(const std::string& path);

}  // namespace lingan::metrics
