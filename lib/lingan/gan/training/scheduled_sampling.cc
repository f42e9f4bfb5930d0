#include <lingan/gan/training/scheduled_sampling.h>

#include <vector>

#include <lingan/gan/strategies/token_draws.h>
#include <lingan/model/sentences/missing_words.h>

namespace lingan {

torch::Tensor fed_tokens(Generator& generator, const torch::Tensor& tokens, const OwnTokens& own) {
  const torch::NoGradGuard no_gradient;
  const bool was_training = generator.is_training();
  generator.eval();
  std::vector<torch::Tensor> state = generator.first_state(tokens.size(0), {});
  const torch::Tensor vectors = generator.fed_vectors();
  torch::Tensor input = generator.first_input(tokens.size(0), {});
  // Of each position what it draws, and whether it is fed.
  const torch::Tensor uniform =
      uniform_numbers(own.stream, 0, tokens.size(0), 0, 2 * tokens.size(1)).to(tokens.device());
  std::vector<torch::Tensor> fed;
  for (int64_t t = 0; t < tokens.size(1); ++t) {
    const torch::Tensor logits = generator.step(input, state);
    const auto drawn = drawn_tokens(logits, uniform.narrow(1, 2 * t, 1)).squeeze(1);
    const auto is_own = uniform.select(1, 2 * t + 1) < own.share;
    fed.push_back(torch::where(is_own, drawn, tokens.select(1, t)));
    input = vectors.index_select(0, fed.back());
  }
  generator.train(was_training);
  return torch::stack(fed, 1);
}

torch::Tensor scheduled_sampling_loss(Generator& generator, const Sentences& sentences,
                                      double tokens, const OwnTokens& own) {
  const auto weights =
      known_tokens(sentences, generator.options().specials).to(torch::kFloat32) / tokens;
  const auto hidden = generator.hidden(fed_tokens(generator, sentences.tokens, own));
  return generator.cross_entropy_of(hidden, sentences.tokens, weights);
}

}  // namespace lingan
