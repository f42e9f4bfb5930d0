#include <lingan/gan/objectives/r1_penalty.h>

#include <lingan/gan/objectives/squared_slope.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

torch::Tensor r1_penalty(Discriminator& d, const Sentences& real, double gamma, bool embedded) {
  const torch::Tensor vectors = to_vectors(real, d.embeddings());
  return gamma / 2 * squared_slope_at(d, vectors, real.lengths, embedded).mean();
}

}  // namespace lingan
