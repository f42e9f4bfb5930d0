/// Keys that recipes had in earlier versions: the folders of runs hold them.
#pragma once

#include <span>
#include <string_view>

namespace lingan {

/// A key that is no longer known.
struct EarlierKey {
  std::string_view path;
  std::span<const std::string_view> now;  ///< paths of the keys that take its value; none: what it
                                          ///< said is over once a run has begun
};

/// @param path  "training.gradient_clip".  @return null for a path that never was a key.
const EarlierKey* earlier_key(std::string_view path);

}  // namespace lingan
