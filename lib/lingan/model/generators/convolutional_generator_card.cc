#include <array>
#include <string>

#include <lingan/model/generators/convolutional_generator.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/generator_options.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&ConvolutionalOptions::filter_width>("filter_width", {.low = 1, .high = 1023},
                                                "positions that a filter covers, an odd number"),
};

std::string problem(const ConvolutionalOptions& options) {
  if (options.filter_width % 2 == 1) return "";
  return "generator.convolutional.filter_width: a filter has its position in the middle, so that "
         "it "
         "is an odd number; set it, for example, to " +
         std::to_string(options.filter_width - 1);
}

}  // namespace

GeneratorCard convolutional_generator_card() {
  return {.name = "convolutional",
          .summary = "convolutions over positions, all tokens at once, out of a latent code",
          .paper = "Gulrajani et al. 2017, sec. 5.4",
          .options = option_table<ConvolutionalOptions, problem>("generator.convolutional", kKeys),
          .autoregressive = false};
}

}  // namespace lingan
