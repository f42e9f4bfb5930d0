#include <array>
#include <string_view>

#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

constexpr std::array<std::string_view, 1> kUnread = {"representations"};

}  // namespace

DiscriminatorCard cnn_discriminator_card() {
  return {.name = "cnn",
          .summary = "window filters, max over time, one highway layer",
          .paper = "SeqGAN, Yu et al. 2017",
          .unread = kUnread,
          .has_token_outputs = true};
}

DiscriminatorCard multi_representation_discriminator_card() {
  return {.name = "multi-representation-cnn",
          .summary = "the same over R slices of the embedding, a logit for each",
          .paper = "RelGAN, Nie et al. 2019"};
}

}  // namespace lingan
