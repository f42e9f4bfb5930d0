#include <lingan/model/generators/generator_cards.h>

namespace lingan {

GeneratorCard gru_generator_card() {
  return {.name = "gru",
          .summary = "gated recurrent unit: three quarters of an LSTM's weights",
          .paper = "Cho et al. 2014"};
}

}  // namespace lingan
