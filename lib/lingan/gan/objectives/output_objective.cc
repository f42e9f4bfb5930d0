#include <lingan/gan/objectives/output_objective.h>

namespace lingan {

torch::Tensor OutputObjective::generator_loss(Discriminator& d, const Sentences&,
                                              const Sentences& fake) const {
  return mean_output(d, fake, [this](const torch::Tensor& c) { return cost(c); });
}

SentenceValue OutputObjective::reward(Discriminator& d, const Sentences&, const DrawFakes&) const {
  return value_of_outputs(d, [this](const torch::Tensor& c) { return -cost(c); });
}

torch::Tensor mean_output(Discriminator& d, const Sentences& sentences) {
  return mean_output(d, sentences, [](const torch::Tensor& c) { return c; });
}

torch::Tensor classification_loss(Discriminator& d, const Sentences& real, const Sentences& fake) {
  const double smoothing = d.options().label_smoothing;
  const auto of_real = [smoothing](const torch::Tensor& c) {
    const auto as_real = torch::softplus(-c);
    return smoothing == 0 ? as_real : (1 - smoothing) * as_real + smoothing * torch::softplus(c);
  };
  const auto of_fake = [](const torch::Tensor& c) { return torch::softplus(c); };
  return mean_output(d, real, of_real) + mean_output(d, fake, of_fake);
}

torch::Tensor per_sentence(const torch::Tensor& values) {
  return values.dim() == 1 ? values : values.mean(1);
}

SentenceValue value_of_outputs(const Discriminator& d,
                               const std::function<torch::Tensor(const torch::Tensor&)>& function) {
  if (judges_tokens(d.options())) return {.of = function};
  return {.of = [function](const torch::Tensor& c) { return per_sentence(function(c)); }};
}

}  // namespace lingan
