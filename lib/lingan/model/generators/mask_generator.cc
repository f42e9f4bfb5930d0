#include <lingan/model/generators/mask_generator.h>

#include <lingan/model/layers/initial_weights.h>

namespace lingan {

MaskGenerator::MaskGenerator(const Shape& shape, RandomStream stream)
    : layers_(add_perceptron(*this, "", {shape.noise_width, shape.width, shape.length})) {
  InitialWeights draw(stream);
  for (auto& parameter : parameters()) draw.normal(parameter, rectified_deviation(parameter));
}

}  // namespace lingan
