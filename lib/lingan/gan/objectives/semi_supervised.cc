/// D has a class for each label and one for fakes. It learns the labels of the sentences that have
/// one by label_loss(), which the trainer adds, and here what needs no label: that real sentences
/// are of any class but the last, and fakes of that one (Salimans et al. 2016, sec. 5,
/// L_unsupervised; Odena 2016). With D(x) = 1 - p(K + 1 | x) this is the cross-entropy of real and
/// fake, whose raw output is ln sum_k e^(l_k) - l_(K+1).
#include <lingan/gan/objectives/semi_supervised.h>

#include <lingan/gan/objectives/objective.h>

namespace lingan {
namespace {

class SemiSupervised final : public Objective {
 public:
  explicit SemiSupervised(const SemiSupervisedOptions& options)
      : weight_(options.unlabelled_weight), unlabelled_(make_objective(options.generator_loss)) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream noise) const override {
    return weight_ * unlabelled_->discriminator_loss(d, real, fake, noise);
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return unlabelled_->generator_loss(d, real, fake);
  }

  SentenceValue reward(Discriminator& d, const Sentences& real,
                       const DrawFakes& fakes) const override {
    return unlabelled_->reward(d, real, fakes);
  }

 private:
  double weight_;
  std::unique_ptr<Objective> unlabelled_;  // of real and fake
};

}  // namespace

std::unique_ptr<Objective> make_semi_supervised(const OptionSet& options) {
  return std::make_unique<SemiSupervised>(options.get<SemiSupervisedOptions>());
}

}  // namespace lingan
