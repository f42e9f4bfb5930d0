#include <cmath>

#include <bench/systems/plain_system.h>
#include <lingan/gan/strategies/gumbel_noise.h>
#include <lingan/gan/strategies/gumbel_softmax.h>

namespace lingan::bench {
namespace {

constexpr double kLargestOutput = 30;  // e^C stays finite

class PlainGsgan final : public PlainSystem {
 public:
  explicit PlainGsgan(SystemTask& task)
      : task_(task),
        generator_(*task.players.generator),
        discriminator_(*task.players.discriminator),
        adam_(*task.players.generator, task.recipe.optimizers.generator) {
    for (auto& weight : task.players.discriminator->parameters()) weight.set_requires_grad(false);
  }

  StepDraws draw() override {
    const auto exponential =
        torch::empty({kSystemLength, kSystemBatch, kSystemVocabulary}).exponential_();
    return {.sentences = {}, .noise = exponential.log_().neg_(), .masks = {}};
  }

  StepDraws drawn_by_lingan(const StepContext& context) override {
    const RandomStream stream{context.seed, Purpose::kNoise, static_cast<uint32_t>(context.step)};
    const auto like = torch::empty({kSystemBatch, kSystemVocabulary});
    std::vector<torch::Tensor> noise;
    for (int64_t t = 0; t < kSystemLength; ++t) noise.push_back(gumbel_noise(stream, 0, t, like));
    return {.sentences = {}, .noise = torch::stack(noise), .masks = {}};
  }

  torch::Tensor step(const StepDraws& draws) override {
    const auto outputs =
        discriminator_.logits_of_vectors(relaxed(draws.noise).matmul(discriminator_.embeddings()));
    const auto loss = -torch::exp(outputs.clamp_max(kLargestOutput)).mean();
    adam_.descend(loss);
    return loss.detach();
  }

 private:
  /// softmax(beta (o + g)) of every position, each fed back: [B, T, V].
  torch::Tensor relaxed(const torch::Tensor& noise) const {
    const double end = task_.recipe.options.get<GumbelSoftmaxOptions>().inverse_temperature;
    const double progress =
        static_cast<double>(task_.step) / static_cast<double>(task_.total_steps());
    const double beta = std::pow(end, progress);
    const auto table = generator_.weight("embedding");
    auto state = generator_.initial_state(kSystemBatch);
    auto fed = table.select(0, task_.recipe.generator.specials.bos).expand({kSystemBatch, -1});
    std::vector<torch::Tensor> tokens;
    for (const torch::Tensor& of_position : noise.unbind(0)) {
      const auto hidden = generator_.read(fed.unsqueeze(1), state).squeeze(1);
      tokens.push_back(torch::softmax(beta * (generator_.logits_of(hidden) + of_position), 1));
      fed = tokens.back().matmul(table);
    }
    return torch::stack(tokens, 1);
  }

  SystemTask& task_;
  PlainGenerator generator_;
  PlainDiscriminator discriminator_;
  PlainAdam adam_;
};

}  // namespace

std::unique_ptr<PlainSystem> make_plain_gsgan(SystemTask& task) {
  return std::make_unique<PlainGsgan>(task);
}

}  // namespace lingan::bench
