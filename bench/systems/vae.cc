#include <cmath>
#include <string>
#include <tuple>

#include <bench/systems/plain_system.h>
#include <lingan/gan/strategies/variational.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan::bench {
namespace {

class PlainVae final : public PlainSystem {
 public:
  explicit PlainVae(SystemTask& task)
      : task_(task),
        options_(task.recipe.options.get<VariationalOptions>()),
        generator_(*task.players.generator),
        encoder_(encoder().named_parameters()),
        adam_(*task.players.generator, task.recipe.optimizers.generator),
        encoder_adam_(encoder(), task.recipe.optimizers.of(std::string(kEncoder))) {
    for (const char* direction : {"forward_", "backward_"}) {
      for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
        cells_.push_back(encoder_[std::string(direction) + name]);
      }
    }
  }

  StepDraws draw() override {
    return {.sentences = {},
            .noise = torch::randn({kSystemBatch, task_.recipe.generator.latent_width}),
            .masks = masks()};
  }

  StepDraws drawn_by_lingan(const StepContext& context) override {
    const RandomStream stream{context.seed, Purpose::kNoise, static_cast<uint32_t>(context.step)};
    return {.sentences = {},
            .noise = latent_codes(stream, 0, kSystemBatch, task_.recipe.generator.latent_width),
            .masks = masks()};
  }

  torch::Tensor step(const StepDraws& draws) override {
    const auto states = encoded();
    const auto mean = torch::linear(states, encoder_["mean_weight"], encoder_["mean_bias"]);
    const auto log_variance =
        torch::linear(states, encoder_["log_variance_weight"], encoder_["log_variance_bias"]);
    const auto codes = mean + (log_variance / 2).exp() * draws.noise;
    const auto divergence = (mean.square() + log_variance.exp() - 1 - log_variance) / 2;
    const auto cost = divergence.mean(0).clamp_min(options_.free_bits).sum();
    const auto loss = reconstruction(codes, draws.masks) + weight() * cost;
    encoder_adam_.zero_grad();
    adam_.descend(loss);
    encoder_adam_.step();
    return loss.detach();
  }

 private:
  torch::nn::Module& encoder() const { return *task_.players.networks.at(std::string(kEncoder)); }

  /// Of words of the input, whose rest is not scaled up, of its vectors and of the LSTM's outputs.
  std::vector<torch::Tensor> masks() const {
    const GeneratorOptions& g = task_.recipe.generator;
    const auto words =
        torch::empty({kSystemBatch, kSystemLength, 1}).bernoulli_(1 - g.word_dropout);
    const auto input = dropout_mask({kSystemBatch, 1, g.embedding_width}, g.input_dropout);
    return {words, input, dropout_mask({kSystemBatch, 1, g.hidden_width}, g.output_dropout)};
  }

  /// The last states of both directions, [B, 2W]. All sentences are of one length.
  torch::Tensor encoded() const {
    const auto zeros = torch::zeros({2, kSystemBatch, options_.encoder_width});
    const auto vectors = torch::embedding(encoder_["embedding"], task_.real.tokens);
    const auto last =
        std::get<1>(torch::lstm(vectors, {zeros, zeros}, cells_, true, 1, 0.0, true, true, true));
    return torch::cat({last[0], last[1]}, 1);
  }

  /// -ln p(x | z), the mean over sentences.
  torch::Tensor reconstruction(const torch::Tensor& codes,
                               const std::vector<torch::Tensor>& masks) const {
    const auto& tokens = task_.real.tokens;
    const auto first =
        torch::tanh(torch::linear(codes, generator_.weight("latent_weight"))).unsqueeze(0);
    std::vector<torch::Tensor> state = {first, torch::zeros_like(first)};
    const auto fed = generator_.fed_vectors(tokens) * masks[0] * masks[1];
    const auto logits = generator_.logits_of(generator_.read(fed, state) * masks[2]);
    return torch::cross_entropy_loss(logits.flatten(0, 1), tokens.flatten(), {},
                                     at::Reduction::Sum) /
           kSystemBatch;
  }

  /// Of the KL term: a sigmoid of the schedule's progress, and 1 after it.
  double weight() const {
    const double progress =
        static_cast<double>(task_.step) / static_cast<double>(options_.kl_schedule_steps);
    return progress < 1 ? 1 / (1 + std::exp(20 * (0.5 - progress))) : 1.0;
  }

  SystemTask& task_;
  VariationalOptions options_;
  PlainGenerator generator_;
  torch::OrderedDict<std::string, torch::Tensor> encoder_;
  std::vector<torch::Tensor> cells_;  // of the encoder
  PlainAdam adam_, encoder_adam_;
};

}  // namespace

std::unique_ptr<PlainSystem> make_plain_vae(SystemTask& task) {
  return std::make_unique<PlainVae>(task);
}

}  // namespace lingan::bench
