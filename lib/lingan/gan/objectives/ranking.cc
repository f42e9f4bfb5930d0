/// D ranks a sentence s among others C by how near its features are to those of real sentences U,
/// the references: Lin et al. 2017 (RankGAN), eqs. 3-8. With a(s, u) the cosine of their features,
///   P(s | u, C) = e^(gamma a(s, u)) / sum over s and C of e^(gamma a(s', u))
///   R(s | U, C) = <P(s | u, C)> over U
/// D lowers <ln R(fake | U, real)> - <ln R(real | U, fakes)>, and G raises ln R(fake | U, real).
/// The first half of the real sentences are the references, the others are ranked.
#include <lingan/gan/objectives/ranking.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/unit_features.h>

namespace lingan {
namespace {

/// References and the real sentences that are ranked, as rows of unit length.
struct Real {
  torch::Tensor references, others;

  explicit Real(const torch::Tensor& features) {
    if (features.size(0) < 2) {
      throw UsageError("objective ranking: needs two real sentences or more; raise the batch size");
    }
    const torch::Tensor rows = unit_features(features);
    const int64_t half = rows.size(0) / 2;
    references = rows.narrow(0, 0, half);
    others = rows.narrow(0, half, rows.size(0) - half);
  }
};

class Ranking final : public Objective {
 public:
  explicit Ranking(const RankingOptions& options) : gamma_(options.gamma) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const Real reals(d.features(real));
    const auto fakes = unit_features(d.features(fake));
    return log_rank(fakes, reals.references, reals.others).mean() -
           log_rank(reals.others, reals.references, fakes).mean();
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    const Real reals(d.features(real));
    return -log_rank(unit_features(d.features(fake)), reals.references, reals.others).mean();
  }

  SentenceValue reward(Discriminator& d, const Sentences& real, const DrawFakes&) const override {
    return judgement(d, real);
  }

  SentenceValue judgement(Discriminator& d, const Sentences& real) const override {
    const torch::NoGradGuard no_gradient;
    return {.by_features = true,
            .of = [ranking = *this, reals = Real(d.features(real))](const torch::Tensor& features) {
              return ranking.log_rank(unit_features(features), reals.references, reals.others);
            }};
  }

 private:
  /// ln R of each sentence, [n].
  torch::Tensor log_rank(const torch::Tensor& sentences, const torch::Tensor& references,
                         const torch::Tensor& others) const {
    const auto own = gamma_ * sentences.matmul(references.t());                       // [n, U]
    const auto rivals = (gamma_ * others.matmul(references.t())).logsumexp(0, true);  // [1, U]
    const auto log_probability = own - torch::logaddexp(own, rivals);
    return log_probability.logsumexp(1) - std::log(static_cast<double>(references.size(0)));
  }

  double gamma_;
};

}  // namespace

std::unique_ptr<Objective> make_ranking(const OptionSet& options) {
  return std::make_unique<Ranking>(options.get<RankingOptions>());
}

}  // namespace lingan
