// Long short-term memory: Hochreiter and Schmidhuber 1997, with the forget gate of Gers,
// Schmidhuber and Cummins 2000. Gate order i, f, g, o, as in torch::nn::LSTM.
#include <lingan/model/generators/recurrent_generator.h>

namespace lingan {

std::shared_ptr<Generator> make_lstm_generator(const GeneratorOptions& options,
                                               RandomStream stream) {
  constexpr RecurrentCell kLstm = {4, 2};
  return std::make_shared<RecurrentGenerator>(kLstm, options, stream);
}

}  // namespace lingan
