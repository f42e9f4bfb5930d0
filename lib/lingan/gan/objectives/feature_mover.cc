/// The feature-mover's distance: what it costs to move D's features of fake sentences to those of
/// real ones, Chen et al. 2018 (FM-GAN), sec. 3. With c(x, r) one less the cosine of their features
/// it is
///   min <T, C> over plans T >= 0 whose rows sum to 1/n and whose columns sum to 1/m.
/// D raises it and G lowers it. The plan comes of the inexact proximal point method (Xie et al.
/// 2018, IPOT, algorithm 1, with one inner step) and is a constant of the loss: at the best plan
/// its change costs nothing (Danskin).
#include <lingan/gan/objectives/feature_mover.h>

#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/unit_features.h>

namespace lingan {
namespace {

/// 1 - cosine of each of n sentences and each of m real ones, [n, m], in [0, 2].
torch::Tensor costs(const torch::Tensor& features, const torch::Tensor& real_rows) {
  return 1 - unit_features(features).matmul(real_rows.t());
}

struct Transport {
  torch::Tensor plan;        ///< T [n, m]
  torch::Tensor potentials;  ///< of the real sentences, [m]: what one of them takes off its costs
};

Transport transport(const torch::Tensor& cost, const FeatureMoverOptions& options) {
  constexpr double kTiny = 1e-300;
  const torch::NoGradGuard no_gradient;
  const torch::Tensor c = cost.detach().to(torch::kFloat64);
  const torch::Tensor kernel = torch::exp(-c / options.proximity);
  const auto n = static_cast<double>(c.size(0)), m = static_cast<double>(c.size(1));
  torch::Tensor plan = torch::ones_like(c), of_real = torch::full({c.size(1)}, 1 / m, c.options());
  torch::Tensor log_scales = torch::zeros_like(of_real);
  for (int64_t step = 0; step < options.steps; ++step) {
    const torch::Tensor moved = kernel * plan;
    const torch::Tensor of_fake = 1 / (n * moved.mv(of_real)).clamp_min(kTiny);
    of_real = 1 / (m * moved.t().mv(of_fake)).clamp_min(kTiny);
    plan = of_fake.unsqueeze(1) * moved * of_real;
    log_scales = log_scales + of_real.log();
  }
  return {plan, options.proximity / static_cast<double>(options.steps) * log_scales};
}

class FeatureMover final : public Objective {
 public:
  explicit FeatureMover(const FeatureMoverOptions& options) : options_(options) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return -distance(d, real, fake);
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return distance(d, real, fake);
  }

  /// -min over r of c(x, r) - g(r), with the potentials g of other fakes: the fall of the distance
  /// per unit of probability moved to x (Kantorovich duality).
  SentenceValue reward(Discriminator& d, const Sentences& real,
                       const DrawFakes& fakes) const override {
    const torch::NoGradGuard no_gradient;
    const torch::Tensor rows = unit_features(d.features(real));
    return nearness(rows, transport(costs(d.features(fakes()), rows), options_).potentials);
  }

  /// By the nearest real sentence.
  SentenceValue judgement(Discriminator& d, const Sentences& real) const override {
    const torch::NoGradGuard no_gradient;
    const torch::Tensor rows = unit_features(d.features(real));
    return nearness(rows, torch::zeros({rows.size(0)}, rows.options()));
  }

 private:
  torch::Tensor distance(Discriminator& d, const Sentences& real, const Sentences& fake) const {
    const torch::Tensor cost = costs(d.features(fake), unit_features(d.features(real)));
    return (transport(cost, options_).plan.to(cost.scalar_type()) * cost).sum();
  }

  static SentenceValue nearness(const torch::Tensor& rows, const torch::Tensor& potentials) {
    return {.by_features = true,
            .of = [rows,
                   potentials = potentials.to(rows.scalar_type())](const torch::Tensor& features) {
              return -std::get<0>((costs(features, rows) - potentials).min(1));
            }};
  }

  FeatureMoverOptions options_;
};

}  // namespace

std::unique_ptr<Objective> make_feature_mover(const OptionSet& options) {
  return std::make_unique<FeatureMover>(options.get<FeatureMoverOptions>());
}

}  // namespace lingan
