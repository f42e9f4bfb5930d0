/// The zero-sum game of the first paper: Goodfellow et al. 2014, eq. 1.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class Minimax final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

 private:
  /// ln(1 - D).
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return -torch::softplus(outputs);
  }
};

}  // namespace

std::unique_ptr<Objective> make_minimax(const OptionSet&) { return std::make_unique<Minimax>(); }

}  // namespace lingan
