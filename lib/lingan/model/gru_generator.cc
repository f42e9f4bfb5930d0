// Gated recurrent unit: Cho et al. 2014, in the variant of torch::nn::GRU (gate order r, z, n; r is
// applied after the recurrent product).
#include <lingan/model/recurrent_generator.h>

namespace lingan {
namespace {

torch::Tensor run_gru(const RecurrentRun& run) {
  constexpr bool kBiases = true;
  constexpr bool kBidirectional = false;
  constexpr bool kBatchFirst = true;
  auto [outputs, hidden] =
      torch::gru(run.input, run.state[0], run.weights, kBiases, run.layers, run.dropout,
                 needs_training_mode(run), kBidirectional, kBatchFirst);
  run.state = {hidden};
  return outputs;
}

}  // namespace

std::shared_ptr<Generator> make_gru_generator(const GeneratorOptions& options,
                                              RandomStream stream) {
  constexpr RecurrentCell kGru = {3, 1, run_gru};
  return std::make_shared<RecurrentGenerator>(kGru, options, stream);
}

}  // namespace lingan
