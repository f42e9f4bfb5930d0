#include <lingan/model/discriminators/code_discriminator.h>

#include <lingan/model/layers/initial_weights.h>

namespace lingan {

CodeDiscriminator::CodeDiscriminator(int64_t code_width, int64_t width, RandomStream stream)
    : layers_(add_perceptron(*this, "", {code_width, width, 1, kLeakySlope})) {
  InitialWeights draw(stream);
  for (auto& parameter : parameters()) draw.normal(parameter, rectified_deviation(parameter));
}

}  // namespace lingan
