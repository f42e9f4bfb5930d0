#include <array>
#include <string_view>

#include <lingan/model/discriminators/autoencoder_discriminator.h>
#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

using A = AutoencoderDiscriminatorOptions;

constexpr std::array kKeys = {
    option<&A::code_width>("code_width", ranges::kWidth,
                           "width of the code that a sentence is reconstructed from"),
};

constexpr std::array<std::string_view, 7> kUnread = {
    "representations",     "highway",         "l2", "initial_weights", "reads_sources",
    "minibatch_deviation", "mismatched_share"};

}  // namespace

DiscriminatorCard autoencoder_discriminator_card() {
  return {.name = "autoencoder",
          .summary =
              "window filters, a code, the sentence again; the output is minus the energy, which "
              "is the mean squared error of its tokens' vectors",
          .paper = "Zhao, Mathieu & LeCun 2017 (EBGAN)",
          .options = option_table<A>("discriminator.autoencoder", kKeys),
          .unread = kUnread,
          .gives_energy = true};
}

}  // namespace lingan
