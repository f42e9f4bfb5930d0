/// Earth mover's distance by a critic whose weights are cut to a box after each of its steps:
/// Arjovsky et al. 2017, algorithm 1.
#include <lingan/gan/objectives/wasserstein.h>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/objectives/weight_clip.h>

namespace lingan {
namespace {

class Wasserstein final : public OutputObjective {
 public:
  explicit Wasserstein(double clip) : clip_(clip) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return mean_output(d, fake) - mean_output(d, real);
  }

  void after_discriminator_step(Discriminator& d, const Sentences&, const Sentences&) override {
    clip_weights(d, clip_);
  }

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const override { return -outputs; }

  double clip_;
};

}  // namespace

std::unique_ptr<Objective> make_wasserstein(const OptionSet& options) {
  return std::make_unique<Wasserstein>(options.get<WassersteinOptions>().clip);
}

}  // namespace lingan
