#include <lingan/gan/objectives/output_objective.h>

namespace lingan {

torch::Tensor OutputObjective::generator_loss(Discriminator& d, const Sentences&,
                                              const Sentences& fake) const {
  return cost(d.logits(fake)).mean();
}

SentenceValue OutputObjective::reward(Discriminator&, const Sentences&, const DrawFakes&) const {
  return {.of = [this](const torch::Tensor& outputs) { return -per_sentence(cost(outputs)); }};
}

torch::Tensor classification_loss(Discriminator& d, const Sentences& real, const Sentences& fake) {
  return torch::softplus(-d.logits(real)).mean() + torch::softplus(d.logits(fake)).mean();
}

torch::Tensor per_sentence(const torch::Tensor& values) {
  return values.dim() == 1 ? values : values.mean(1);
}

}  // namespace lingan
