#include <bench/lib/discriminator_step.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include <torch/nn/utils/clip_grad.h>

#include <bench/lib/plain_networks.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/optimizers/adam_step.h>
#include <lingan/model/tensor_file.h>

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
        optimizer_(network_->parameters(), torch::optim::AdamWOptions(kRate).weight_decay(0)) {
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
  auto named_parameters() const { return network_->named_parameters(); }

 protected:
  virtual torch::Tensor loss(const Objective& objective, const Sentences& real,
                             const Sentences& fake) {
    return objective.discriminator_loss(*network_, real, fake, {});
  }
  virtual void update() { clipped_adam_step(optimizer_, kClip); }

  std::shared_ptr<Discriminator> network_;
  torch::optim::AdamW optimizer_;
};

/// The same with torch's own operations.
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

/// Largest difference of two gradients of a tensor, in norm, relative to that of the tensor's; both
/// scaled to the norm that clipping may have given one of them. (Not number by number: where two
/// places of a sentence are nearly the maximum over time, rounding decides which one learns.)
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
    const torch::Tensor gap = (ours[i].grad() * scale - theirs[i].grad()).norm();
    worst = std::max(worst, (gap / theirs[i].grad().norm()).item<double>());
  }
  return worst;
}

/// What both ways are trained on.
struct Batch {
  std::unique_ptr<Objective> objective;
  Sentences real, fake;
};

void check(TimedComparison& comparison, const Request& request, const DiscriminatorStep& step,
           const Batch& batch) {
  Learner ours(step);
  PlainLearner plain(step);
  TensorFile file;
  for (const auto& weight : ours.named_parameters()) {
    file.tensors["discriminator." + weight.key()] = weight.value().detach().clone();
  }
  const double loss = ours.step(*batch.objective, batch.real, batch.fake);
  const double expected = plain.step(*batch.objective, batch.real, batch.fake);
  comparison.check("loss", std::abs(loss - expected) < 1e-4 * std::max(1.0, std::abs(expected)));
  comparison.check("gradients", gradient_difference(ours, plain) < 1e-3);
  if (request.task(step.name).empty()) return;
  file.tensors["real"] = batch.real.tokens;
  file.tensors["fake"] = batch.fake.tokens;
  file.tensors["loss"] = torch::tensor(loss);
  for (const auto& weight : ours.named_parameters()) {
    file.tensors["gradient." + weight.key()] = weight.value().grad();
  }
  file.metadata["objective"] = step.objective;
  save_tensors(request.task(step.name), file);
}

}  // namespace

int compare_discriminator_step(const DiscriminatorStep& step, const Request& request) {
  if (!request.wants(step.name)) return 0;
  const Batch batch{make_objective(step.objective), sentences(step.real_sentences, step.network, 1),
                    sentences(step.fake_sentences, step.network, 2)};
  TimedComparison comparison(step.name, {.multiply_adds = step.multiply_adds, .bytes = step.bytes},
                             request);
  if (request.checks()) check(comparison, request, step, batch);
  Learner ours(step);
  comparison.ours(step.repetitions, [&] { ours.step(*batch.objective, batch.real, batch.fake); });
  for (const TorchPrecision precision : step.rivals) {
    const auto plain = std::make_shared<PlainLearner>(step);
    comparison.rival(rival_name(precision), step.repetitions, [&, plain, precision] {
      const Tf32Scope tf32(precision);
      const AutocastScope autocast(precision);
      plain->step(*batch.objective, batch.real, batch.fake);
    });
  }
  return comparison.report();
}

}  // namespace lingan::bench
