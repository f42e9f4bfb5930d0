/// safetensors: named tensors in a file that other tools read.
///
/// Format: huggingface/safetensors, README "Format". An unsigned 64-bit little-endian header
/// length, a JSON header, then the bytes of all tensors, covered exactly. The reader trusts
/// nothing: it checks the whole index before it hands out a span.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// One tensor of a file.
struct TensorView {
  std::string dtype;           ///< F64 F32 F16 BF16 I64 I32 U8 BOOL
  std::vector<int64_t> shape;  ///< row-major; empty for a scalar
  std::string_view bytes;      ///< little-endian; not aligned
};

/// The tensors and metadata of a file's bytes; views point into them.
struct SafetensorsIndex {
  std::map<std::string, TensorView> tensors;
  std::map<std::string, std::string> metadata;
};

/// Reads the index of a file.
/// @param bytes  the whole file.  @param where  its name, for messages.
/// @throws InputError for anything that the format forbids: a truncated or over-long header, bad or
/// too deep JSON, duplicate keys, unknown dtypes, overflowing shapes, ranges that overlap, leave
/// holes or trail.
SafetensorsIndex parse_safetensors(std::string_view bytes, const std::string& where);

/// The bytes of a file with these tensors, ordered by falling alignment, then by name.
std::string format_safetensors(const SafetensorsIndex& index);

}  // namespace lingan
