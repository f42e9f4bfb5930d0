#include <lingan/gan/strategies/step_sampler.h>

#include <limits>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/mixed_rows.h>

namespace lingan {

HardSentences StepSampler::sample(const Generator& generator,
                                  const engine::SampleRequest& request) {
  if (!diverged_.defined()) {
    const torch::Device device = generator.parameters().front().device();
    diverged_ = torch::zeros({1}, torch::dtype(torch::kInt32).device(device));
  }
  return sample_sentences(*generator.rollouts(generator.options().specials), request, diverged_);
}

HardSentences StepSampler::sample(const StepContext& context, Purpose purpose, int64_t rows,
                                  uint64_t first_row) {
  engine::SampleRequest request = step_request(context, purpose, rows, first_row);
  if (cold_.is_plain()) return sample(context.generator, request);
  request.options = cold_.options();
  HardSentences cold = sample(context.generator, request);
  if (cold_.share == 1) return cold;
  request.options = {};
  const auto is_cold =
      chosen_rows(request.stream, first_row, rows, cold_.share, BesideSentence::kIsCold);
  return mixed_rows(is_cold, cold, sample(context.generator, request));
}

RewardRequest StepSampler::reward_request(const StepContext& context, double log_ratio_bound) {
  return {.discriminator = *context.discriminator,
          .objective = context.objective,
          .real = context.real,
          .fakes =
              [this, &context] {
                const auto rewarded = static_cast<uint64_t>(context.batch_size);
                return sample(context, Purpose::kSample, context.batch_size, rewarded).sentences;
              },
          .log_ratio_bound = log_ratio_bound};
}

torch::Tensor StepSampler::or_not_a_number(const torch::Tensor& values) const {
  if (!diverged_.defined()) return values;
  return values.masked_fill((diverged_ > 0).squeeze(), std::numeric_limits<float>::quiet_NaN());
}

}  // namespace lingan
