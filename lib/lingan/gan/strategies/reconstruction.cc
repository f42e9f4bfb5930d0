#include <lingan/gan/strategies/reconstruction.h>

#include <algorithm>

#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

constexpr int64_t kBlockTokens = 4096;  // each of which has V logits

/// Sums over the tokens of each sentence: [B].
/// @param value  of logits [n, V] and targets [n, 1]: [n].
template <class Value>
torch::Tensor sums_over_tokens(Generator& generator, const Sentences& sentences,
                               const Value& value) {
  const torch::NoGradGuard no_gradient;
  const int64_t width = sentences.tokens.size(1);
  const auto places = inside(sentences.lengths, width).flatten().nonzero().squeeze(1);
  const auto hidden = generator.hidden_of_codes(sentences).flatten(0, 1).index_select(0, places);
  const auto targets = sentences.tokens.flatten().index_select(0, places).unsqueeze(1);
  const auto rows = places.div(width, "floor");
  torch::Tensor sums = torch::zeros({sentences.rows()}, hidden.options());
  for (int64_t first = 0; first < places.size(0); first += kBlockTokens) {
    const int64_t count = std::min(kBlockTokens, places.size(0) - first);
    const auto logits = generator.logits(hidden.narrow(0, first, count));
    const auto of_tokens = value(logits, targets.narrow(0, first, count));
    sums.index_add_(0, rows.narrow(0, first, count), of_tokens);
  }
  return sums;
}

}  // namespace

torch::Tensor reconstruction_loss(Generator& generator, const Sentences& sentences) {
  generator.train();
  const auto weights = token_mask(sentences) / static_cast<double>(sentences.rows());
  auto loss =
      generator.cross_entropy_of(generator.hidden_of_codes(sentences), sentences.tokens, weights);
  generator.eval();
  return loss;
}

torch::Tensor token_reconstruction_loss(Generator& generator, const Sentences& sentences) {
  const auto rows = static_cast<double>(sentences.rows());
  return reconstruction_loss(generator, sentences) * rows / sentences.lengths.sum();
}

torch::Tensor log_likelihood_of_codes(Generator& generator, const Sentences& sentences) {
  return sums_over_tokens(generator, sentences, [](const auto& logits, const auto& targets) {
    return torch::log_softmax(logits, 1).gather(1, targets).squeeze(1);
  });
}

std::map<std::string, double> reconstruction_figures(Generator& generator,
                                                     const Sentences& sentences) {
  const auto log_p = log_likelihood_of_codes(generator, sentences);
  const auto right =
      sums_over_tokens(generator, sentences, [](const auto& logits, const auto& targets) {
        return (logits.argmax(1, /*keepdim=*/true) == targets).squeeze(1).to(logits.dtype());
      });
  const double tokens = sentences.lengths.sum().item<double>();
  return {{"reconstruction-nll", -log_p.sum().item<double>() / tokens},
          {"reconstruction-accuracy", right.sum().item<double>() / tokens}};
}

torch::Tensor step_noise(const StepContext& context, Purpose purpose, int64_t rows) {
  return latent_codes({context.seed, purpose, static_cast<uint32_t>(context.step)}, 0, rows,
                      context.generator.options().latent_width)
      .to(context.generator.embeddings().options());
}

}  // namespace lingan
