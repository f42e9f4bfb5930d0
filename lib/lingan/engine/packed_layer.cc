#include <lingan/engine/packed_layer.h>

#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan::engine {

PackedLayer::PackedLayer(std::span<const float> weight, std::span<const float> bias, float padding)
    : outputs_(static_cast<int64_t>(bias.size())) {
  if (bias.empty() || weight.size() % bias.size() != 0) {
    throw UsageError("packed layer: " + std::to_string(weight.size()) +
                     " weights do not divide into " + std::to_string(bias.size()) + " outputs");
  }
  inputs_ = static_cast<int64_t>(weight.size() / bias.size());
  bias_.assign(static_cast<size_t>(padded_outputs()), padding);
  std::copy(bias.begin(), bias.end(), bias_.begin());
  packed_.resize(static_cast<size_t>(padded_outputs() * inputs_));
  parallel_for(panels(), 16, [&](int64_t begin, int64_t end) {
    pack_panels({weight.data(), outputs_, inputs_}, begin, end, packed_.data());
  });
}

}  // namespace lingan::engine
