/// What is written for text outside a model's vocabulary, on host and device.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan {

/// How a model writes unknown text: its bytes, or one id for a run of it.
struct UnknownText {
  int32_t id = 0;
  const int32_t* bytes = nullptr;  ///< [256] ids of the bytes; null: the model has none
};

/// Appends the id of a piece to `count` others; for unknown text the ids that replace it.
/// @return how many ids there are now.
LINGAN_HD inline uint32_t write_id(const UnknownText& unknown, int32_t id, const char* text,
                                   uint32_t size, int32_t* ids, uint32_t count) {
  if (id != unknown.id) {
    ids[count] = id;
    return count + 1;
  }
  if (unknown.bytes == nullptr) {
    if (count > 0 && ids[count - 1] == id) return count;
    ids[count] = id;
    return count + 1;
  }
  for (uint32_t i = 0; i < size; ++i) {
    ids[count + i] = unknown.bytes[static_cast<uint8_t>(text[i])];
  }
  return count + size;
}

}  // namespace lingan
