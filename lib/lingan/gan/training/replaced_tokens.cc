#include <lingan/gan/training/replaced_tokens.h>

#include <algorithm>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/training/judgement_figures.h>

namespace lingan {
namespace {

/// Steps of Purpose::kNegatives that no generator step reaches; the last is of held-out sentences.
constexpr uint32_t kReplacedTokenSteps = uint32_t{1} << 31;
constexpr uint32_t kHeldOutStep = ~uint32_t{0};

/// Uniform numbers of rows and positions, [B, T] float64, where `like` is.
/// @param first_position  of the stream's.
torch::Tensor uniform_numbers(RandomStream stream, const torch::Tensor& like,
                              int64_t first_position) {
  const int64_t rows = like.size(0), width = like.size(1);
  torch::Tensor numbers = torch::empty({rows, width}, torch::kFloat64);
  double* next = numbers.data_ptr<double>();
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t t = 0; t < width; ++t) {
      *next++ =
          stream.uniform(static_cast<uint64_t>(row), static_cast<uint32_t>(first_position + t));
    }
  }
  return numbers.to(like.device());
}

/// Where each row's distribution function passes its number: [N, V] and [N] -> [N] int64.
torch::Tensor drawn(const torch::Tensor& logits, const torch::Tensor& uniform) {
  const auto below = torch::softmax(logits.to(torch::kFloat64), -1).cumsum(-1);
  // Rounding may leave the whole a little below 1.
  const auto wanted = (uniform.unsqueeze(1) * below.slice(1, -1)).contiguous();
  return torch::searchsorted(below.contiguous(), wanted, /*out_int32=*/false, /*right=*/true)
      .squeeze(1)
      .clamp_max(logits.size(1) - 1);
}

}  // namespace

ReplacedTokens replace_tokens(Generator& generator, const Sentences& sentences, double share,
                              RandomStream stream) {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor& tokens = sentences.tokens;
  const int64_t width = tokens.size(1);
  const auto gives_way =
      (uniform_numbers(stream, tokens, 0) < share) & inside(sentences.lengths, width);
  const auto places = gives_way.flatten().nonzero().squeeze(1);
  ReplacedTokens replaced{sentences, {}};
  replaced.sentences.tokens = tokens.clone();
  const bool was_training = generator.is_training();
  generator.eval();
  if (places.size(0) > 0) {
    const auto hidden = generator.hidden(tokens).flatten(0, 1).index_select(0, places);
    const auto uniform = uniform_numbers(stream, tokens, width).flatten().index_select(0, places);
    replaced.sentences.tokens.view(-1).index_copy_(0, places,
                                                   drawn(generator.logits(hidden), uniform));
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
