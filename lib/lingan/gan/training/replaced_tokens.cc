#include <lingan/gan/training/replaced_tokens.h>

#include <algorithm>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/token_draws.h>
#include <lingan/gan/training/judgement_figures.h>
#include <lingan/model/sentences/missing_words.h>

namespace lingan {
namespace {

/// Steps of Purpose::kNegatives that no generator step reaches; the last is of held-out sentences.
constexpr uint32_t kReplacedTokenSteps = uint32_t{1} << 31;
constexpr uint32_t kHeldOutStep = ~uint32_t{0};

}  // namespace

ReplacedTokens replace_tokens(Generator& generator, const Sentences& sentences, double share,
                              RandomStream stream) {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor& tokens = sentences.tokens;
  const int64_t rows = tokens.size(0), width = tokens.size(1);
  const auto numbers = uniform_numbers(stream, 0, rows, 0, 2 * width).to(tokens.device());
  const auto gives_way =
      (numbers.narrow(1, 0, width) < share) & known_tokens(sentences, generator.options().specials);
  const auto places = gives_way.flatten().nonzero().squeeze(1);
  ReplacedTokens replaced{sentences, {}};
  replaced.sentences.tokens = tokens.clone();
  const bool was_training = generator.is_training();
  generator.eval();
  if (places.size(0) > 0) {
    const auto hidden = generator.hidden(tokens).flatten(0, 1).index_select(0, places);
    const auto uniform = numbers.narrow(1, width, width).flatten().index_select(0, places);
    const auto drawn = drawn_tokens(generator.logits(hidden), uniform.unsqueeze(1));
    replaced.sentences.tokens.view(-1).index_copy_(0, places, drawn.squeeze(1));
  }
  generator.train(was_training);
  replaced.is_own = replaced.sentences.tokens == tokens;
  return replaced;
}

torch::Tensor replaced_token_loss(Discriminator& discriminator, const ReplacedTokens& replaced) {
  const auto logits = discriminator.token_logits(replaced.sentences);
  const auto mask = inside(replaced.sentences.lengths, logits.size(1)).to(logits.scalar_type());
  return torch::binary_cross_entropy_with_logits(logits, replaced.is_own.to(logits.scalar_type()),
                                                 mask / mask.sum(), {}, at::Reduction::Sum);
}

std::map<std::string, double> replaced_token_figures(const TrainingState& state) {
  const int64_t count = std::min(kJudgedSentences, state.data.validation.rows);
  if (count == 0) return {};
  const torch::NoGradGuard no_gradient;
  Discriminator& discriminator = *state.players.discriminator;
  const GeneratorStepScope scope(*state.players.generator, &discriminator);
  const ReplacedTokens replaced = replace_tokens(
      *state.players.generator, to_sentences(spread_rows(state.data.validation, count)),
      state.recipe.training.replaced_token_share, {state.seed, Purpose::kNegatives, kHeldOutStep});
  const auto logits = discriminator.token_logits(replaced.sentences).to(torch::kFloat64);
  const auto mask = inside(replaced.sentences.lengths, logits.size(1));
  const auto own = logits.masked_select(mask & replaced.is_own);
  const auto other = logits.masked_select(mask & replaced.is_own.logical_not());
  if (own.size(0) == 0 || other.size(0) == 0) return {};
  return {{"replaced-token-accuracy", ranking_accuracy(own, other)}};
}

int64_t ReplacedTokenSteps::steps_per_epoch() const {
  return std::max<int64_t>(1, state_.data.train.rows / state_.recipe.training.batch_size);
}

StepReport ReplacedTokenSteps::step(int64_t epoch, int64_t step, double progress) {
  const auto rows = real_.rows(kReplacedTokenOrders + static_cast<uint32_t>(epoch), step);
  const auto number = static_cast<uint32_t>(epoch * steps_per_epoch() + step);
  const ReplacedTokens replaced =
      replace_tokens(*state_.players.generator, state_.corpus.select_trimmed(rows),
                     state_.recipe.training.replaced_token_share,
                     {state_.seed, Purpose::kNegatives, kReplacedTokenSteps + number});
  Discriminator& discriminator = *state_.players.discriminator;
  Optimizer& optimizer = *state_.players.replaced_token_optimizer;
  discriminator.train();
  discriminator.begin_step();
  optimizer.zero_grad();
  const auto loss = replaced_token_loss(discriminator, replaced);
  loss.backward();
  const auto norm = optimizer.step(progress);
  discriminator.eval();
  return {.loss = loss.detach(), .gradient_norm = norm, .values = {}};
}

}  // namespace lingan
