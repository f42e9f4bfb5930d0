#include <lingan/gan/objectives/weight_clip.h>

namespace lingan {

void clip_weights(Discriminator& d, double bound) {
  const torch::NoGradGuard no_gradient;
  for (torch::Tensor& weight : d.parameters()) weight.clamp_(-bound, bound);
}

}  // namespace lingan
