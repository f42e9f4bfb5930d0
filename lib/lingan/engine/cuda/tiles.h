/// Which tiles multiply a layer on a device.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>

namespace lingan::engine::cuda {

/// From this depth on, layers go through the backend's wide tiles: tensor cores.
inline constexpr int64_t kWideDepth = 256;

/// Calls use(tiles) with the tiles to multiply layers of a depth with.
template <class Backend, class Use>
void with_tiles(int64_t depth, const Use& use) {
  if (depth >= kWideDepth) {
    use(typename Backend::WideTiles());
  } else {
    use(FloatTiles());
  }
}

}  // namespace lingan::engine::cuda
