#include <array>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {

using MakeDiscriminator = std::shared_ptr<Discriminator>(const DiscriminatorOptions&, RandomStream);

#define VARIANT(name) MakeDiscriminator make_##name;
#include <lingan/model/discriminators/discriminators.def>
#undef VARIANT

std::shared_ptr<Discriminator> make_discriminator(const DiscriminatorOptions& options,
                                                  RandomStream stream) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeDiscriminator*>({
#include <lingan/model/discriminators/discriminators.def>
  });
#undef VARIANT
  const DiscriminatorCard& card = find_card(discriminators(), options.kind, "discriminator.kind");
  return kMakers[&card - discriminators().data()](options, stream);
}

Judgement Discriminator::judge(const Sentences& sentences) {
  Judgement judgement{logits(sentences), {}};
  if (judges_tokens(options()) && sentences.lengths.defined()) {
    judgement.weights =
        inside(sentences.lengths, judgement.outputs.size(1)).to(judgement.outputs.scalar_type());
  }
  return judgement;
}

void Discriminator::share_embeddings(const torch::Tensor&) {
  throw UsageError("discriminator.embeddings: \"" + options().kind +
                   "\" has a table of its own alone; set embeddings = \"own\"");
}

torch::Tensor Discriminator::token_logits(const Sentences&) {
  throw UsageError("training.replaced_token_epochs: the discriminator \"" + options().kind +
                   "\" has no outputs of single tokens; set it to 0");
}

torch::Tensor Discriminator::class_logits(const torch::Tensor&) {
  throw UsageError("discriminator.kind: \"" + options().kind + "\" tells no classes");
}

torch::Tensor Discriminator::latent(const Sentences&) {
  throw UsageError("discriminator.kind: \"" + options().kind + "\" tells no latent codes");
}

}  // namespace lingan
