#include <array>
#include <string>

#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/generator_options.h>
#include <lingan/model/generators/relational_memory_generator.h>

namespace lingan {
namespace {

using R = RelationalMemoryOptions;

constexpr std::array kKeys = {
    option<&R::slots>("slots", {.low = 1, .high = 1024}, "vectors that the memory holds"),
    option<&R::heads>("heads", {.low = 1, .high = 1024}, "heads of attention between them"),
    option<&R::mlp_layers>("mlp_layers", ranges::kLayers,
                           "layers of the network after the attention"),
};

}  // namespace

GeneratorCard relational_memory_generator_card() {
  return {.name = "relational-memory",
          .summary = "slots that attend to each other and to the input",
          .paper = "Santoro et al. 2018; RelGAN, Nie et al. 2019",
          .options = option_table<RelationalMemoryOptions>("generator.relational-memory", kKeys)};
}

}  // namespace lingan
