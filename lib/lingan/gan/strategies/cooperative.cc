/// A mediator M learns the mixture of data and generator, and G is brought nearer to M by the exact
/// divergence of their next tokens, so that no reward is sampled: Lu et al. 2019 (CoT),
/// algorithm 1. There is no discriminator.
#include <lingan/gan/strategies/cooperative.h>

#include <memory>
#include <string>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/next_token_rows.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

/// Mean -ln p of a token.
torch::Tensor token_nll(Generator& network, const Sentences& sentences) {
  const auto mask = token_mask(sentences);
  return network.cross_entropy(sentences.tokens, mask / mask.sum());
}

/// KL(p || q) of each row.
RowLosses kl_rows(const torch::Tensor& log_p, const torch::Tensor& log_q, const torch::Tensor&) {
  const torch::Tensor p = log_p.exp();
  const torch::Tensor costs = (log_p - log_q).mul_(p);
  return {.losses = costs.sum(1), .slopes = costs + p};
}

class Cooperative final : public Strategy {
 public:
  explicit Cooperative(const CooperativeOptions& options) : options_(options) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    GeneratorOptions options = generator.options();
    options.hidden_width = options_.mediator_width;
    options.tied_embeddings = false;
    options.input_dropout = options.output_dropout = options_.mediator_dropout;
    options.word_dropout = 0;
    mediator_ = make_generator(options, stream);
    return {{std::string(kMediator), mediator_}};
  }

  /// A step of the mediator, then one of G.
  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences sampled =
        sampler_.sample(context, Purpose::kSample, context.batch_size, 0).sentences;
    const auto mediator_loss = update_mediator(context, sampled);
    StepReport report = minimize(context, divergence(context, sampled));
    report.values["mediator-loss"] = mediator_loss;
    return report;
  }

 private:
  /// -(<ln M(real)> + <ln M(sampled)>) / 2, each the mean over tokens: [].
  torch::Tensor update_mediator(StepContext& context, const Sentences& sampled) {
    mediator_->train();
    // One after the other: a sum's terms may be computed, and their masks drawn, in either order.
    const auto of_sampled = token_nll(*mediator_, sampled);
    const auto loss = (token_nll(*mediator_, context.real) + of_sampled) / 2;
    descend(*context.network_optimizers.at(std::string(kMediator)), loss, context.progress());
    mediator_->eval();
    return loss.detach();
  }

  /// The mean over tokens of KL(G(. | y_<t) || M(. | y_<t)), whose gradient is exact but for the
  /// sampled prefixes, which count as given.
  torch::Tensor divergence(const StepContext& context, const Sentences& sampled) const {
    const AveragedWeights averaged(*context.network_optimizers.at(std::string(kMediator)));
    const auto mask = token_mask(sampled);
    return softmax_pair_loss(next_token_rows(context.generator, sampled.tokens),
                             fixed_next_token_rows(*mediator_, sampled.tokens),
                             (mask / mask.sum()).flatten(), kl_rows);
  }

  CooperativeOptions options_;
  std::shared_ptr<Generator> mediator_;
  StepSampler sampler_;
};

}  // namespace

std::unique_ptr<Strategy> make_cooperative(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Cooperative>(options.get<CooperativeOptions>());
}

}  // namespace lingan
