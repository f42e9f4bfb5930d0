#include <string>

#include <bench/systems/plain_system.h>
#include <lingan/gan/strategies/cooperative.h>

namespace lingan::bench {
namespace {

Generator& mediator_of(const SystemTask& task) {
  return dynamic_cast<Generator&>(*task.players.networks.at(std::string(kMediator)));
}

class PlainCot final : public PlainSystem {
 public:
  explicit PlainCot(SystemTask& task)
      : task_(task),
        options_(mediator_of(task).options()),
        generator_(*task.players.generator),
        mediator_(mediator_of(task)),
        adam_(*task.players.generator, task.recipe.optimizers.generator),
        mediator_adam_(mediator_of(task), task.recipe.optimizers.of(std::string(kMediator))) {}

  StepDraws draw() override {
    return {.sentences = plain_sentences(generator_),
            .noise = {},
            .masks = {input_mask(2 * kSystemBatch), output_mask(2 * kSystemBatch)}};
  }

  /// lingan's mediator reads the sampled sentences first.
  StepDraws drawn_by_lingan(const StepContext& context) override {
    const auto of_sampled = input_mask(kSystemBatch), after_sampled = output_mask(kSystemBatch);
    const auto of_real = input_mask(kSystemBatch), after_real = output_mask(kSystemBatch);
    return {.sentences = lingan_sentences(context),
            .noise = {},
            .masks = {torch::cat({of_real, of_sampled}), torch::cat({after_real, after_sampled})}};
  }

  torch::Tensor step(const StepDraws& draws) override {
    mediator_step(torch::cat({task_.real.tokens, draws.sentences}), draws.masks);
    torch::Tensor of_mediator;
    {
      const torch::NoGradGuard no_gradient;
      of_mediator = torch::log_softmax(mediator_.logits(draws.sentences), -1);
    }
    const auto own = torch::log_softmax(generator_.logits(draws.sentences), -1);
    const auto loss = (own.exp() * (own - of_mediator)).sum(-1).mean();
    adam_.descend(loss);
    return loss.detach();
  }

 private:
  torch::Tensor input_mask(int64_t rows) const {
    return dropout_mask({rows, 1, options_.embedding_width}, options_.input_dropout);
  }
  torch::Tensor output_mask(int64_t rows) const {
    return dropout_mask({rows, 1, options_.hidden_width}, options_.output_dropout);
  }

  /// Real and sampled sentences in one batch: their means weigh the same.
  void mediator_step(const torch::Tensor& both, const std::vector<torch::Tensor>& masks) {
    auto state = mediator_.initial_state(both.size(0));
    const auto hidden = mediator_.read(mediator_.fed_vectors(both) * masks[0], state) * masks[1];
    const auto logits = mediator_.logits_of(hidden).flatten(0, 1);
    mediator_adam_.descend(torch::cross_entropy_loss(logits, both.flatten()));
  }

  SystemTask& task_;
  GeneratorOptions options_;  // the mediator's
  PlainGenerator generator_, mediator_;
  PlainAdam adam_, mediator_adam_;
};

}  // namespace

std::unique_ptr<PlainSystem> make_plain_cot(SystemTask& task) {
  return std::make_unique<PlainCot>(task);
}

}  // namespace lingan::bench
