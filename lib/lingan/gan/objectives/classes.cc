/// Which label a real sentence has, or that it is fake: the cross-entropy of K + 1 classes, Wang &
/// Wan 2018 (SentiGAN). Of one label it is the cross-entropy of real and fake.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class Classes final : public OutputObjective {
 public:
  /// -<ln D_label(real)> - <ln D_(K+1)(fake)>.
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const int64_t classes = d.options().classes;
    if (classes == 0) return classification_loss(d, real, fake);
    const auto is_fake = torch::full({fake.rows()}, classes, real.labels.options());
    return torch::cross_entropy_loss(d.class_logits(d.features(real)), real.labels) +
           torch::cross_entropy_loss(d.class_logits(d.features(fake)), is_fake);
  }

  /// Of fakes that were told their labels -<ln D_label(fake)>.
  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    if (d.options().classes == 0 || !fake.labels.defined()) {
      return OutputObjective::generator_loss(d, real, fake);
    }
    return torch::cross_entropy_loss(d.class_logits(d.features(fake)), fake.labels);
  }

 private:
  /// -ln of the probability of all classes of real sentences together.
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return torch::softplus(-outputs);
  }
};

}  // namespace

std::unique_ptr<Objective> make_classes(const OptionSet&) { return std::make_unique<Classes>(); }

}  // namespace lingan
