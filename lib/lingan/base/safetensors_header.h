/// The header of a safetensors file as it stands there, before it is compared with the data.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// Bytes of the number before the header, which is the header's length.
inline constexpr uint64_t kSafetensorsLengthBytes = 8;

/// The key of the header that is no tensor.
inline constexpr std::string_view kSafetensorsMetadata = "__metadata__";

/// A tensor's entry; nothing of it has been checked against the data.
struct SafetensorsEntry {
  std::optional<std::string> dtype;
  std::optional<std::vector<uint64_t>> shape;
  std::optional<std::vector<uint64_t>> offsets;
};

/// What the header says.
struct SafetensorsHeader {
  std::map<std::string, SafetensorsEntry> entries;  ///< by the tensor's name
  std::map<std::string, std::string> metadata;
  uint64_t bytes = 0;  ///< of the file that end with the header: the data is after them
};

/// Reads the header of a file.
/// @param bytes  the whole file.  @param where  its name, for messages.
/// @throws InputError for a truncated or over-long header, bad or too deep JSON, duplicate or
/// unknown keys, and values of the wrong kind.
SafetensorsHeader read_safetensors_header(std::string_view bytes, const std::string& where);

/// A name from a file, fit for a one-line message: escaped and cut.
std::string printable_name(std::string_view name);

}  // namespace lingan
