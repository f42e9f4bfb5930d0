#include <lingan/gan/objectives/unit_features.h>

namespace lingan {

torch::Tensor unit_features(const torch::Tensor& features) {
  constexpr double kTiny = 1e-12;
  return features / features.norm(2, 1, true).clamp_min(kTiny);
}

}  // namespace lingan
