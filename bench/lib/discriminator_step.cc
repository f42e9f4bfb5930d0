#include <bench/lib/discriminator_step.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <torch/nn/utils/clip_grad.h>

#include <lingan/gan/objectives/objective.h>
#include <lingan/model/adam_step.h>
#include <lingan/model/compute_device.h>

namespace lingan::bench {
namespace {

constexpr double kClip = 5.0;
constexpr double kRate = 1e-4;

Sentences sentences(int64_t rows, const DiscriminatorOptions& network, uint64_t seed) {
  torch::manual_seed(seed);
  Sentences made;
  made.tokens = torch::randint(network.vocabulary_size, {rows, network.length}, torch::kInt64)
                    .to(compute_device());
  return made;
}

/// A discriminator in training.
class Learner {
 public:
  explicit Learner(const DiscriminatorStep& step)
      : network_(make_discriminator(step.network, {1, Purpose::kInitialize, 0})),
        optimizer_(network_->parameters(), torch::optim::AdamOptions(kRate)) {
    network_->to(compute_device());
    network_->train();
  }
  virtual ~Learner() = default;

  double step(const Objective& objective, const Sentences& real, const Sentences& fake) {
    optimizer_.zero_grad();
    const torch::Tensor loss = this->loss(objective, real, fake);
    loss.backward();
    update();
    return loss.item<double>();
  }

  std::vector<torch::Tensor> parameters() const { return network_->parameters(); }

 protected:
  virtual torch::Tensor loss(const Objective& objective, const Sentences& real,
                             const Sentences& fake) {
    return objective.discriminator_loss(*network_, real, fake, {});
  }
  virtual void update() { clipped_adam_step(optimizer_, kClip); }

  std::shared_ptr<Discriminator> network_;
  torch::optim::Adam optimizer_;
};

/// The same network out of separate operations: a discriminator that borrows another's weights.
class PlainDiscriminator : public Discriminator {
 public:
  explicit PlainDiscriminator(Discriminator& weights)
      : options_(weights.options()), weights_(weights.named_parameters()) {}

  torch::Tensor features(const Sentences& sentences) override {
    const torch::Tensor vectors = torch::embedding(weights_["embedding"], sentences.tokens);
    const int64_t slice = options_.embedding_width / options_.representations;
    std::vector<torch::Tensor> found;
    for (size_t i = 0; i < options_.filter_widths.size(); ++i) {
      const std::string number = std::to_string(i);
      // [B, F, T - w + 1, R]
      const torch::Tensor values = torch::relu(
          torch::conv2d(vectors.unsqueeze(1), weights_["filter_weight_" + number].unsqueeze(1),
                        weights_["filter_bias_" + number], {1, slice}));
      found.push_back(torch::max_pool2d(values, {values.size(2), 1}).squeeze(2));
    }
    const torch::Tensor x = torch::cat(found, 1).permute({0, 2, 1}).flatten(0, 1);  // [B R, F]
    const torch::Tensor sums =
        torch::linear(x, weights_["highway_weight"], weights_["highway_bias"]);
    const int64_t width = x.size(1);
    const torch::Tensor gate = torch::sigmoid(sums.narrow(1, sums.size(1) - width, width));
    return gate * torch::relu(sums.narrow(1, 0, width)) + (1.0 - gate) * x;
  }

  torch::Tensor logits(const Sentences& sentences) override {
    torch::Tensor last = features(sentences);
    if (weights_.contains("hidden_weight")) {
      last = torch::linear(last, weights_["hidden_weight"], weights_["hidden_bias"]);
    }
    const torch::Tensor all =
        torch::linear(last, weights_["output_weight"], weights_["output_bias"]).squeeze(1);
    return options_.representations > 1 ? all.view({-1, options_.representations}) : all;
  }

  torch::Tensor embeddings() const override { return weights_["embedding"]; }
  torch::Tensor penalty() const override { return torch::zeros({}); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  DiscriminatorOptions options_;
  torch::OrderedDict<std::string, torch::Tensor> weights_;
};

class PlainLearner final : public Learner {
 public:
  explicit PlainLearner(const DiscriminatorStep& step) : Learner(step), plain_(*network_) {}

 private:
  torch::Tensor loss(const Objective& objective, const Sentences& real,
                     const Sentences& fake) override {
    return objective.discriminator_loss(plain_, real, fake, {});
  }
  void update() override {
    torch::nn::utils::clip_grad_norm_(network_->parameters(), kClip);
    optimizer_.step();
  }

  PlainDiscriminator plain_;
};

/// Largest difference of two gradients relative to the largest number of a tensor, both scaled to
/// the norm that clipping may have given one of them.
double gradient_difference(const Learner& a, const Learner& b) {
  const auto norm = [](const Learner& learner) {
    double sum = 0;
    for (const auto& p : learner.parameters()) sum += p.grad().square().sum().item<double>();
    return std::sqrt(sum);
  };
  const double scale = norm(b) / norm(a);
  const auto ours = a.parameters();
  const auto theirs = b.parameters();
  double worst = 0;
  for (size_t i = 0; i < ours.size(); ++i) {
    const torch::Tensor gap = (ours[i].grad() * scale - theirs[i].grad()).abs().max();
    worst = std::max(worst, (gap / theirs[i].grad().abs().max()).item<double>());
  }
  return worst;
}

}  // namespace

int compare_discriminator_step(const DiscriminatorStep& step) {
  const auto objective = make_objective(step.objective);
  const Sentences real = sentences(step.real_sentences, step.network, 1);
  const Sentences fake = sentences(step.fake_sentences, step.network, 2);
  Learner ours(step);
  PlainLearner plain(step);
  Comparison comparison(step.name, {.multiply_adds = step.multiply_adds, .bytes = step.bytes});
  const double loss = ours.step(*objective, real, fake);
  const double expected = plain.step(*objective, real, fake);
  comparison.check("loss", std::abs(loss - expected) < 1e-4 * std::max(1.0, std::abs(expected)));
  comparison.check("gradients", gradient_difference(ours, plain) < 1e-3);
  comparison.ours(step.repetitions, [&] { ours.step(*objective, real, fake); });
  comparison.rival("torch", step.repetitions, [&] { plain.step(*objective, real, fake); });
  return comparison.report();
}

}  // namespace lingan::bench
