/// A game of energies that takes a second: an auto-encoder learns two sentences, and a generator of
/// free probabilities makes eight.
#pragma once

#include <memory>
#include <string>

#include <lingan/gan/objectives/objective.h>
#include <lingan/model/discriminators/autoencoder_discriminator.h>
#include <lingan/model/optimizers/optimizer.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

class EnergyGame {
 public:
  explicit EnergyGame(const std::string& objective) : objective_(make_objective(objective)) {
    at::set_num_threads(1);
    torch::manual_seed(2);
    generator_.register_parameter("logits", torch::randn({8, 3, 4}));
    DiscriminatorOptions d;
    d.kind = "autoencoder";
    d.vocabulary_size = 4;
    d.embedding_width = 6;
    d.filter_widths = {1, 2, 3};
    d.filter_counts = {8, 8, 8};
    d.dropout = 0;
    d.length = 3;
    d.specials = kNoEos;
    d.own.get<AutoencoderDiscriminatorOptions>().code_width = 4;
    discriminator_ = make_discriminator(d, {4, Purpose::kInitialize, 0});
    generator_optimizer_ =
        std::make_unique<Optimizer>(generator_, OptimizerOptions{.learning_rate = 0.05});
    discriminator_optimizer_ =
        std::make_unique<Optimizer>(*discriminator_, OptimizerOptions{.learning_rate = 0.01});
    real_.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}}, torch::kInt64);
  }

  void discriminator_step() {
    Sentences fake = fakes();
    fake.one_hot = fake.one_hot.detach();
    discriminator_optimizer_->zero_grad();
    objective_->discriminator_loss(*discriminator_, real_, fake, {1, Purpose::kNoise, 0})
        .backward();
    discriminator_optimizer_->step(0);
    objective_->after_discriminator_step(*discriminator_, real_, fake);
  }

  void generator_step() {
    generator_optimizer_->zero_grad();
    objective_->generator_loss(*discriminator_, real_, fakes()).backward();
    generator_optimizer_->step(0);
  }

  double real_energy() const { return -discriminator_->logits(real_).mean().item<double>(); }
  double fake_energy() const { return -discriminator_->logits(fakes()).mean().item<double>(); }

  /// The mean probability of the likelier of the real sentences.
  double probability_of_real() const {
    const auto tokens = real_.tokens.unsqueeze(0).unsqueeze(3).expand({8, -1, -1, -1});
    const auto of_tokens =
        fakes().one_hot.unsqueeze(1).expand({-1, 2, -1, -1}).gather(3, tokens).squeeze(3);
    return of_tokens.prod(2).amax(1).mean().item<double>();
  }

  Objective& objective() { return *objective_; }

 private:
  Sentences fakes() const {
    Sentences sentences;
    sentences.one_hot = torch::softmax(generator_.named_parameters()["logits"], 2);
    return sentences;
  }

  std::unique_ptr<Objective> objective_;
  torch::nn::Module generator_;
  std::shared_ptr<Discriminator> discriminator_;
  std::unique_ptr<Optimizer> generator_optimizer_, discriminator_optimizer_;
  Sentences real_;
};

}  // namespace lingan::testing
