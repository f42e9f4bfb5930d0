#include <lingan/gan/strategies/generator_step.h>

namespace lingan {

GeneratorStepScope::GeneratorStepScope(Generator& generator, Discriminator* discriminator)
    : generator_(generator),
      discriminator_(discriminator),
      generator_trained_(generator.is_training()),
      discriminator_trained_(discriminator != nullptr && discriminator->is_training()) {
  generator_.eval();
  if (discriminator_ == nullptr) return;
  discriminator_->eval();
  frozen_.emplace(*discriminator_);
}

GeneratorStepScope::~GeneratorStepScope() {
  generator_.train(generator_trained_);
  if (discriminator_ != nullptr) discriminator_->train(discriminator_trained_);
}

engine::SampleRequest step_request(const StepContext& context, Purpose purpose, int64_t rows,
                                   uint64_t first_row) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = context.length;
  request.stream = {context.seed, purpose, static_cast<uint32_t>(context.step)};
  request.first_row = first_row;
  return request;
}

engine::RolloutRequest rollout_request(const StepContext& context, int32_t rollouts,
                                       uint64_t memory_budget) {
  engine::RolloutRequest request;
  request.rollouts = rollouts;
  request.memory_budget = memory_budget;
  request.stream = {context.seed, Purpose::kRollout, static_cast<uint32_t>(context.step)};
  return request;
}

torch::Tensor descend(Optimizer& optimizer, const torch::Tensor& loss, double progress) {
  optimizer.zero_grad();
  loss.backward();
  return optimizer.step(progress);
}

StepReport minimize(StepContext& context, const torch::Tensor& loss) {
  const torch::Tensor norm = descend(context.generator_optimizer, loss, context.progress());
  return {loss.detach(), norm, {}};
}

}  // namespace lingan
