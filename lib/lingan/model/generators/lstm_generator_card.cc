#include <lingan/model/generators/generator_cards.h>

namespace lingan {

GeneratorCard lstm_generator_card() {
  return {.name = "lstm",
          .summary = "long short-term memory",
          .paper = "Hochreiter and Schmidhuber 1997; SeqGAN, Yu et al. 2017"};
}

}  // namespace lingan
