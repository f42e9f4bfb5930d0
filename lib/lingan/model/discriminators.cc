#include <array>

#include <lingan/base/error.h>
#include <lingan/model/convolutional_discriminator.h>

namespace lingan {
namespace {

constexpr std::array<DiscriminatorCard, 2> kDiscriminators = {{
    {"cnn", "window filters, max over time, one highway layer", "SeqGAN, Yu et al. 2017",
     make_cnn_discriminator},
    {"multi-representation-cnn", "the same over R slices of the embedding, a logit for each",
     "RelGAN, Nie et al. 2019", make_multi_representation_discriminator},
}};

}  // namespace

std::span<const DiscriminatorCard> discriminators() { return kDiscriminators; }

std::shared_ptr<Discriminator> make_discriminator(const DiscriminatorOptions& options,
                                                  RandomStream stream) {
  std::string names;
  for (const DiscriminatorCard& card : kDiscriminators) {
    if (card.name == options.kind) return card.make(options, stream);
    names += (names.empty() ? "" : ", ") + std::string(card.name);
  }
  throw UsageError("discriminator.kind = " + options.kind + ": expected one of " + names);
}

}  // namespace lingan
