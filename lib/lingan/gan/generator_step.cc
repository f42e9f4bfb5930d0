#include <lingan/gan/generator_step.h>

#include <cmath>
#include <string>

#include <lingan/base/error.h>

namespace lingan {

GeneratorStepScope::GeneratorStepScope(Generator& generator, Discriminator& discriminator)
    : generator_(generator),
      discriminator_(discriminator),
      generator_trained_(generator.is_training()),
      discriminator_trained_(discriminator.is_training()) {
  generator_.eval();
  discriminator_.eval();
  for (torch::Tensor& weight : discriminator_.parameters()) {
    if (!weight.requires_grad()) continue;
    weight.set_requires_grad(false);
    frozen_.push_back(weight);
  }
}

GeneratorStepScope::~GeneratorStepScope() {
  for (torch::Tensor& weight : frozen_) weight.set_requires_grad(true);
  generator_.train(generator_trained_);
  discriminator_.train(discriminator_trained_);
}

StepReport minimize(StepContext& context, const torch::Tensor& loss) {
  StepReport report;
  report.loss = loss.item<double>();
  const auto refuse = [&](const char* what) {
    throw NumericError("adversarial step " + std::to_string(context.step + 1) +
                       ": the generator's " + what +
                       " is not finite; lower training.generator_learning_rate");
  };
  if (!std::isfinite(report.loss)) refuse("loss");
  context.generator_optimizer.zero_grad();
  loss.backward();
  if (context.gradient_clip > 0) {
    const double norm =
        torch::nn::utils::clip_grad_norm_(context.generator.parameters(), context.gradient_clip);
    if (!std::isfinite(norm)) refuse("gradient");
    report.values["gradient-norm"] = norm;
  }
  context.generator_optimizer.step();
  return report;
}

}  // namespace lingan
