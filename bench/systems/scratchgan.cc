#include <cmath>
#include <string>
#include <tuple>

#include <bench/systems/plain_system.h>
#include <lingan/gan/strategies/policy_gradient.h>

namespace lingan::bench {
namespace {

/// discount^(s - t) for s >= t, else 0: [T, T], from rewards of tokens to what each t is worth.
torch::Tensor discounts(double discount) {
  const auto place = torch::arange(kSystemLength, torch::kFloat32);
  return torch::pow(discount, place.unsqueeze(1) - place.unsqueeze(0)).tril();
}

class PlainScratchGan final : public PlainSystem {
 public:
  explicit PlainScratchGan(SystemTask& task)
      : options_(task.recipe.options.get<PolicyGradientOptions>()),
        generator_(*task.players.generator),
        judge_(task.players.discriminator->named_parameters()),
        discounts_(discounts(options_.discount)),
        adam_(*task.players.generator, task.recipe.optimizers.generator) {
    for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
      cell_.push_back(judge_[std::string("forward_") + name]);
    }
  }

  StepDraws draw() override {
    return {.sentences = plain_sentences(generator_), .noise = {}, .masks = {}};
  }

  StepDraws drawn_by_lingan(const StepContext& context) override {
    return {.sentences = lingan_sentences(context), .noise = {}, .masks = {}};
  }

  torch::Tensor step(const StepDraws& draws) override {
    const auto advantages = this->advantages(draws.sentences);
    const auto nll = torch::cross_entropy_loss(generator_.logits(draws.sentences).flatten(0, 1),
                                               draws.sentences.flatten(), {}, at::Reduction::None);
    const auto loss = (advantages.flatten() * nll).mean();
    adam_.descend(loss);
    return loss.detach();
  }

 private:
  /// 2 D - 1 of every token, D an LSTM with a hidden layer: [B, T].
  torch::Tensor rewards(const torch::Tensor& tokens) const {
    const auto zeros = torch::zeros({1, tokens.size(0), cell_[1].size(1)});
    const auto read =
        std::get<0>(torch::lstm(torch::embedding(judge_["embedding"], tokens), {zeros, zeros},
                                cell_, true, 1, 0.0, false, false, true));
    const auto hidden =
        torch::relu(torch::linear(read, judge_["hidden_weight"], judge_["hidden_bias"]));
    const auto outputs = torch::linear(hidden, judge_["output_weight"], judge_["output_bias"]);
    return torch::tanh(outputs.squeeze(-1) / 2);
  }

  /// Discounted sums of later rewards less their mean in earlier steps: [B, T].
  torch::Tensor advantages(const torch::Tensor& tokens) {
    const torch::NoGradGuard no_gradient;
    const auto sums = rewards(tokens).matmul(discounts_);
    const double decay = options_.baseline_decay;
    const double baseline = steps_ == 0 ? 0 : mean_ / (1 - std::pow(decay, steps_));
    mean_ = decay * mean_ + (1 - decay) * sums.mean().item<double>();
    ++steps_;
    return sums - baseline;
  }

  PolicyGradientOptions options_;
  PlainGenerator generator_;
  torch::OrderedDict<std::string, torch::Tensor> judge_;
  std::vector<torch::Tensor> cell_;  // of D
  torch::Tensor discounts_;
  PlainAdam adam_;
  double mean_ = 0;  // of rewards, moving, from 0
  int steps_ = 0;
};

}  // namespace

std::unique_ptr<PlainSystem> make_plain_scratchgan(SystemTask& task) {
  return std::make_unique<PlainScratchGan>(task);
}

}  // namespace lingan::bench
