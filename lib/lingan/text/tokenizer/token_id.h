/// Ids of tokens that come from outside.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/base/error.h>

namespace lingan {

/// @throws UsageError if an id is not in 0..size-1.
inline void require_token_id(int32_t id, int32_t size) {
  if (id >= 0 && id < size) return;
  throw UsageError("token id " + std::to_string(id) + " is not in 0.." + std::to_string(size - 1));
}

}  // namespace lingan
