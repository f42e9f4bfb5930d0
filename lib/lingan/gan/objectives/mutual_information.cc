/// Real or fake, and of fakes the label c that G was told, which was drawn: a bound of the mutual
/// information of label and sentence, Chen et al. 2016 (InfoGAN), eqs. 5-6. With Q(c|x) the softmax
/// of the first K of D's K + 1 classes,
///   L_I = <ln Q(c|x)> + ln K <= I(c; x) over fakes x = G(c), where all K labels are as likely,
/// which D raises to learn Q, and G so that a sentence tells its label:
///   D: <softplus(-C_r)> + <softplus(C_f)> - lambda_D L_I, G: <softplus(-C_f)> - lambda_G L_I.
/// A D of log-odds C and Q is one of K + 1 classes, real and fake by each generator, so that this
/// is MAD-GAN (Ghosh et al. 2018, eqs. 3-4) with lambda_D = 1 and lambda_G = 0; where both are
/// beta, it is MGAN (Hoang et al. 2018, eq. 4).
#include <lingan/gan/objectives/mutual_information.h>

#include <cmath>
#include <map>
#include <string>

#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// ln Q(. | x) of sentences, [B, K].
torch::Tensor log_recognition(Discriminator& d, const Sentences& sentences) {
  const auto logits = d.class_logits(d.features(sentences));
  return torch::log_softmax(logits.narrow(1, 0, d.options().classes), 1);
}

/// Whether D tells labels, and the sentences have them.
bool tells_labels(const Discriminator& d, const Sentences& fake) {
  return d.options().classes > 0 && fake.labels.defined();
}

class MutualInformation final : public OutputObjective {
 public:
  explicit MutualInformation(const MutualInformationOptions& options) : options_(options) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return with_bound(classification_loss(d, real, fake), options_.discriminator_weight, d, fake);
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return with_bound(OutputObjective::generator_loss(d, real, fake), options_.generator_weight, d,
                      fake);
  }

  void after_discriminator_step(Discriminator& d, const Sentences&,
                                const Sentences& fake) override {
    if (!tells_labels(d, fake)) return;
    const torch::NoGradGuard no_gradient;
    const auto log_q = log_recognition(d, fake);
    const auto right = (log_q.argmax(1) == fake.labels).to(torch::kFloat32);
    figures_ = {{"label-information", bound(log_q, fake.labels)}, {"label-accuracy", right.mean()}};
  }

  /// `label-information`: L_I in nats, 0 (or less) where sentences say nothing of their labels, at
  /// most ln K; `label-accuracy`: the share of fakes whose label is the likeliest by Q.
  std::map<std::string, torch::Tensor> figures() const override { return figures_; }

 private:
  /// L_I, a scalar.  @param log_q  [B, K].
  static torch::Tensor bound(const torch::Tensor& log_q, const torch::Tensor& labels) {
    return std::log(static_cast<double>(log_q.size(1))) - torch::nll_loss(log_q, labels);
  }

  static torch::Tensor with_bound(const torch::Tensor& loss, double weight, Discriminator& d,
                                  const Sentences& fake) {
    if (weight == 0 || !tells_labels(d, fake)) return loss;
    return loss - weight * bound(log_recognition(d, fake), fake.labels);
  }

  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return torch::softplus(-outputs);
  }

  MutualInformationOptions options_;
  std::map<std::string, torch::Tensor> figures_;
};

}  // namespace

std::unique_ptr<Objective> make_mutual_information(const OptionSet& options) {
  return std::make_unique<MutualInformation>(options.get<MutualInformationOptions>());
}

}  // namespace lingan
