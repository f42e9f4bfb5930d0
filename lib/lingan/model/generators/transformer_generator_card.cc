#include <array>

#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/generator_options.h>
#include <lingan/model/generators/transformer_generator.h>

namespace lingan {
namespace {

using T = TransformerOptions;

constexpr std::array kKeys = {
    option<&T::heads>("heads", {.low = 1, .high = 1024}, "heads of attention"),
    option<&T::feed_forward_width>("feed_forward_width", ranges::kWidth,
                                   "width of the network after the attention"),
};

}  // namespace

GeneratorCard transformer_generator_card() {
  return {.name = "transformer",
          .summary = "attention to all earlier tokens",
          .paper = "Vaswani et al. 2017; Radford et al. 2019 (norms before the layers)",
          .options = option_table<TransformerOptions>("generator.transformer", kKeys)};
}

}  // namespace lingan
