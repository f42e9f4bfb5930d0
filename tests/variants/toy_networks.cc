/// A generator and a discriminator that only the test of variants knows.
#include "tests/variants/toy_networks.h"

#include <array>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

std::vector<std::string> cells() { return {"lstm", "gru"}; }

constexpr std::array kKeys = {
    option<&ToyGeneratorOptions::like>("like", cells, "the cell that it imitates"),
};

}  // namespace

GeneratorCard toy_generator_card() {
  return {.name = "toy",
          .summary = "a generator to play with",
          .paper = "none",
          .options = option_table<ToyGeneratorOptions>("generator.toy", kKeys)};
}

std::shared_ptr<Generator> make_toy_generator(const GeneratorOptions& options,
                                              RandomStream stream) {
  GeneratorOptions theirs = options;
  theirs.cell = options.own.get<ToyGeneratorOptions>().like;
  return make_generator(theirs, stream);
}

DiscriminatorCard toy_discriminator_card() {
  return {.name = "toy", .summary = "a discriminator to play with", .paper = "none"};
}

std::shared_ptr<Discriminator> make_toy_discriminator(const DiscriminatorOptions& options,
                                                      RandomStream stream) {
  DiscriminatorOptions theirs = options;
  theirs.kind = "cnn";
  return make_discriminator(theirs, stream);
}

}  // namespace lingan
