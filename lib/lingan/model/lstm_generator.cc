// Long short-term memory: Hochreiter and Schmidhuber 1997, with the forget gate of Gers,
// Schmidhuber and Cummins 2000. Gate order i, f, g, o, as in torch::nn::LSTM.
#include <lingan/model/recurrent_generator.h>

namespace lingan {
namespace {

torch::Tensor run_lstm(const RecurrentRun& run) {
  constexpr bool kBiases = true;
  constexpr bool kBidirectional = false;
  constexpr bool kBatchFirst = true;
  auto [outputs, hidden, cell] =
      torch::lstm(run.input, run.state, run.weights, kBiases, run.layers, run.dropout,
                  needs_training_mode(run), kBidirectional, kBatchFirst);
  run.state = {hidden, cell};
  return outputs;
}

}  // namespace

std::shared_ptr<Generator> make_lstm_generator(const GeneratorOptions& options,
                                               RandomStream stream) {
  constexpr RecurrentCell kLstm = {4, 2, run_lstm};
  return std::make_shared<RecurrentGenerator>(kLstm, options, stream);
}

}  // namespace lingan
