#include <optional>

#include <bench/systems/plain_system.h>
#include <lingan/gan/strategies/likelihood_ratio.h>

namespace lingan::bench {
namespace {

class PlainDgsan final : public PlainSystem {
 public:
  explicit PlainDgsan(SystemTask& task)
      : task_(task),
        generator_(*task.players.generator),
        adam_(*task.players.generator, task.recipe.optimizers.generator) {}

  /// Nothing is drawn: of the fakes there is the exact mean.
  StepDraws draw() override { return {}; }
  StepDraws drawn_by_lingan(const StepContext&) override { return {}; }

  torch::Tensor step(const StepDraws&) override {
    renew_reference();
    const auto& tokens = task_.real.tokens;
    torch::Tensor of_reference;
    {
      const torch::NoGradGuard no_gradient;
      of_reference = torch::log_softmax(reference_->logits(tokens), -1);
    }
    const auto ratios = torch::log_softmax(generator_.logits(tokens), -1) - of_reference;
    const auto of_real = torch::softplus(-ratios.gather(-1, tokens.unsqueeze(-1)));
    const auto of_fakes = of_reference.exp() * torch::softplus(ratios);
    const auto loss = (of_real.sum() + of_fakes.sum()) / kSystemBatch;
    adam_.descend(loss);
    return loss.detach();
  }

 private:
  void renew_reference() {
    const auto every = task_.recipe.options.get<LikelihoodRatioOptions>().reference_every;
    if (reference_ && task_.step % every != 0) return;
    copy_ = task_.players.generator->clone_on_cpu();
    reference_.emplace(*copy_);
  }

  SystemTask& task_;
  PlainGenerator generator_;
  std::shared_ptr<Generator> copy_;
  std::optional<PlainGenerator> reference_;
  PlainAdam adam_;
};

}  // namespace

std::unique_ptr<PlainSystem> make_plain_dgsan(SystemTask& task) {
  return std::make_unique<PlainDgsan>(task);
}

}  // namespace lingan::bench
