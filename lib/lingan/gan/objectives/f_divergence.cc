/// f-divergences by their variational bound <T_r> - <f*(T_f)> with T = g_f(C): Nowozin, Cseke &
/// Tomioka 2016 (f-GAN), eq. 4 and table 6.
#include <lingan/gan/objectives/f_divergence.h>

#include <array>
#include <numbers>

#include <lingan/base/card.h>
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// Beyond it C counts as here in an exponential: its gradient's square must stay a float32.
constexpr double kLargestOutput = 30;

torch::Tensor bounded_exp(const torch::Tensor& c) {
  return torch::exp(c.clamp_max(kLargestOutput));
}

/// A divergence by its two functions of C.
struct Divergence {
  std::string_view name;
  torch::Tensor (*activation)(const torch::Tensor&);  ///< T = g_f(C)
  torch::Tensor (*conjugate)(const torch::Tensor&);   ///< f*(g_f(C))
};

torch::Tensor itself(const torch::Tensor& c) { return c; }
torch::Tensor half_tanh(const torch::Tensor& c) { return torch::tanh(c) / 2; }

constexpr std::array kKinds = {
    Divergence{kDivergences[0], itself, [](const torch::Tensor& c) { return bounded_exp(c - 1); }},
    Divergence{kDivergences[1], [](const torch::Tensor& c) { return -bounded_exp(-c); },
               [](const torch::Tensor& c) { return c - 1; }},
    Divergence{kDivergences[2],
               [](const torch::Tensor& c) { return std::numbers::ln2 - torch::softplus(-c); },
               [](const torch::Tensor& c) { return torch::softplus(c) - std::numbers::ln2; }},
    Divergence{kDivergences[3], itself, [](const torch::Tensor& c) { return c.square() / 4 + c; }},
    Divergence{kDivergences[4], [](const torch::Tensor& c) { return 1 - bounded_exp(-c); },
               [](const torch::Tensor& c) { return bounded_exp(c) - 1; }},
    Divergence{kDivergences[5], half_tanh, half_tanh}};

class FDivergence final : public OutputObjective {
 public:
  explicit FDivergence(const FDivergenceOptions& options)
      : kind_(find_card(std::span<const Divergence>(kKinds), options.divergence,
                        "objective.f-divergence.divergence")),
        saturating_(options.saturating) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return mean_output(d, fake, kind_.conjugate) - mean_output(d, real, kind_.activation);
  }

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return saturating_ ? -kind_.conjugate(outputs) : -kind_.activation(outputs);
  }

  const Divergence& kind_;
  bool saturating_;
};

}  // namespace

std::unique_ptr<Objective> make_f_divergence(const OptionSet& options) {
  return std::make_unique<FDivergence>(options.get<FDivergenceOptions>());
}

}  // namespace lingan
