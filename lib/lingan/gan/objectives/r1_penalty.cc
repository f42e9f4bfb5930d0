#include <lingan/gan/objectives/r1_penalty.h>

#include <lingan/gan/objectives/squared_slope.h>

namespace lingan {

torch::Tensor r1_penalty(Discriminator& d, const Sentences& real, double gamma, bool embedded) {
  return gamma / 2 * squared_slope_at(d, as_points(real, d.embeddings()), embedded).mean();
}

}  // namespace lingan
