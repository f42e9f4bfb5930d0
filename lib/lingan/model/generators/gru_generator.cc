// Gated recurrent unit: Cho et al. 2014, in the variant of torch::nn::GRU (gate order r, z, n; r is
// applied after the recurrent product).
#include <lingan/model/generators/recurrent_generator.h>

namespace lingan {

std::shared_ptr<Generator> make_gru_generator(const GeneratorOptions& options,
                                              RandomStream stream) {
  constexpr RecurrentCell kGru = {3, 1};
  return std::make_shared<RecurrentGenerator>(kGru, options, stream);
}

}  // namespace lingan
