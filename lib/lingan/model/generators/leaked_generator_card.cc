#include <array>

#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/leaked_options.h>

namespace lingan {
namespace {

using L = LeakedOptions;

constexpr std::array kKeys = {
    option<&L::goal_width>("goal_width", ranges::kWidth, "width of goals as the worker sees them"),
    option<&L::goal_steps>("goal_steps", {.low = 1, .high = 1024},
                           "tokens that a goal is ahead; completions begin after so many"),
};

}  // namespace

GeneratorCard leaked_generator_card() {
  return {.name = "leaked",
          .summary = "an LSTM writes towards goals that another sets in the space of D's features",
          .paper = "Guo et al. 2018 (LeakGAN)",
          .options = option_table<LeakedOptions>("generator.leaked", kKeys),
          .reads_discriminator = true};
}

}  // namespace lingan
