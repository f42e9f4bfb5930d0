#include <bench/systems/plain_system.h>

#include <torch/nn/utils/clip_grad.h>

#include <bench/lib/plain_samples.h>
#include <lingan/gan/strategies/generator_step.h>

namespace lingan::bench {

PlainAdam::PlainAdam(const torch::nn::Module& network, const OptimizerOptions& options)
    : clip_(options.gradient_clip),
      adam_(network.parameters(), torch::optim::AdamWOptions(options.learning_rate)
                                      .betas({options.beta1, options.beta2})
                                      .weight_decay(0)) {}

void PlainAdam::step() {
  if (clip_ > 0) {
    torch::nn::utils::clip_grad_norm_(adam_.param_groups().front().params(), clip_);
  }
  adam_.step();
}

void PlainAdam::descend(const torch::Tensor& loss) {
  zero_grad();
  loss.backward();
  step();
}

torch::Tensor plain_sentences(const PlainGenerator& generator) {
  return sample_by_torch(generator, {.draw = draw_by_inverse,
                                     .sentences = kSystemBatch,
                                     .length = kSystemLength,
                                     .batch = kSystemBatch});
}

torch::Tensor lingan_sentences(const StepContext& context) {
  const auto rollouts = context.generator.rollouts(context.specials);
  const auto request = step_request(context, Purpose::kSample, context.batch_size, 0);
  return to_sentences(rollouts->sample(request).tokens).tokens;
}

torch::Tensor dropout_mask(at::IntArrayRef shape, double share) {
  return torch::empty(shape).bernoulli_(1 - share).div_(1 - share);
}

}  // namespace lingan::bench
