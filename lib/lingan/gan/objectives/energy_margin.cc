/// D gives real sentences a low energy E, and fake ones one of at least a margin; G lowers that of
/// its own: Zhao, Mathieu & LeCun 2017 (EBGAN), eqs. 1-2. E is minus D's output.
#include <lingan/gan/objectives/energy_margin.h>

#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class EnergyMargin final : public OutputObjective {
 public:
  explicit EnergyMargin(double margin) : margin_(margin) {}

  /// <E_r> + <(m - E_f)+>.
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto missing = [this](const torch::Tensor& c) { return torch::relu(margin_ + c); };
    return mean_output(d, fake, missing) - mean_output(d, real);
  }

 private:
  /// E.
  torch::Tensor cost(const torch::Tensor& outputs) const override { return -outputs; }

  double margin_;
};

}  // namespace

std::unique_ptr<Objective> make_energy_margin(const OptionSet& options) {
  return std::make_unique<EnergyMargin>(options.get<EnergyMarginOptions>().margin);
}

}  // namespace lingan
