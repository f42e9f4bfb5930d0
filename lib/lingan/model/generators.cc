#include <array>

#include <lingan/base/error.h>
#include <lingan/model/recurrent_generator.h>

namespace lingan {
namespace {

constexpr std::array<GeneratorCard, 2> kGenerators = {{
    {"lstm", "long short-term memory", "Hochreiter and Schmidhuber 1997; SeqGAN, Yu et al. 2017",
     make_lstm_generator},
    {"gru", "gated recurrent unit: three quarters of an LSTM's weights", "Cho et al. 2014",
     make_gru_generator},
}};

}  // namespace

std::span<const GeneratorCard> generators() { return kGenerators; }

std::shared_ptr<Generator> make_generator(const GeneratorOptions& options, RandomStream stream) {
  std::string names;
  for (const GeneratorCard& card : kGenerators) {
    if (card.name == options.cell) return card.make(options, stream);
    names += (names.empty() ? "" : ", ") + std::string(card.name);
  }
  throw UsageError("generator.cell = " + options.cell + ": expected one of " + names);
}

}  // namespace lingan
