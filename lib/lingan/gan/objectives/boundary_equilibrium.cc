/// D and G at an equilibrium where fake sentences have a set share gamma of the energy E of real
/// ones: Berthelot, Schumm & Metz 2017 (BEGAN), sec. 3.4. E is minus D's output; D lowers
/// <E_r> - k <E_f>, G lowers <E_f>, and after each step of D
///   k <- min(max(k + lambda (gamma <E_r> - <E_f>), 0), 1), from 0.
#include <lingan/gan/objectives/boundary_equilibrium.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

constexpr char kWeightKey[] = "fake-weight";
constexpr char kConvergence[] = "convergence";

class BoundaryEquilibrium final : public OutputObjective {
 public:
  explicit BoundaryEquilibrium(const BoundaryEquilibriumOptions& options) : options_(options) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto of_fake = mean_output(d, fake);
    return weight_.to(of_fake.options()) * of_fake - mean_output(d, real);
  }

  void after_discriminator_step(Discriminator& d, const Sentences& real,
                                const Sentences& fake) override {
    const torch::NoGradGuard no_gradient;
    const auto of_real = -mean_output(d, real).to(torch::kFloat64);
    const auto missing = options_.gamma * of_real + mean_output(d, fake).to(torch::kFloat64);
    weight_ = (weight_.to(missing.device()) + options_.lambda * missing).clamp(0, 1);
    convergence_ = of_real + missing.abs();
  }

  /// `convergence`: M = <E_r> + |gamma <E_r> - <E_f>|, sec. 3.4.1, lower as training succeeds.
  std::map<std::string, torch::Tensor> figures() const override {
    return {{kConvergence, convergence_}};
  }

  /// `fake-weight` [1]: k.
  std::map<std::string, torch::Tensor> state() const override {
    return {{kWeightKey, weight_.cpu().view({1})}};
  }

  void restore(const std::map<std::string, torch::Tensor>& state) override {
    const auto weight = state.find(kWeightKey);
    if (weight == state.end() || weight->second.numel() != 1) {
      throw InputError("the saved state lacks the objective's " + std::string(kWeightKey));
    }
    weight_ = weight->second.to(torch::kFloat64).reshape({}).clone();
  }

 private:
  /// E.
  torch::Tensor cost(const torch::Tensor& outputs) const override { return -outputs; }

  BoundaryEquilibriumOptions options_;
  torch::Tensor weight_ = torch::zeros({}, torch::kFloat64);  // k, where D is
  torch::Tensor convergence_;                                 // M, of D's last step
};

}  // namespace

std::unique_ptr<Objective> make_boundary_equilibrium(const OptionSet& options) {
  return std::make_unique<BoundaryEquilibrium>(options.get<BoundaryEquilibriumOptions>());
}

}  // namespace lingan
