/// Sentences of the text, some tokens of which a generator has replaced, and a discriminator that
/// learns to find them: Clark et al. 2020 (ELECTRA), sec. 2, with D for their discriminator.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/real_batches.h>
#include <lingan/gan/training/training_state.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Sentences with replaced tokens.
struct ReplacedTokens {
  Sentences sentences;   ///< hard tokens [B, T] and lengths
  torch::Tensor is_own;  ///< [B, T] bool: the text has this token here; of no meaning after the end
};

/// Each token gives way, with a probability, to a draw of the generator after the text's own tokens
/// before it. A draw of the token that was there is the text's own.
/// @param generator  computes without dropout.  @param sentences  hard, with lengths.
/// @param share  of tokens that give way.
/// @param stream  row r draws from its row r.
ReplacedTokens replace_tokens(Generator& generator, const Sentences& sentences, double share,
                              RandomStream stream);

/// The mean over the tokens of -ln D(is own), or -ln(1 - D) where a token was replaced: a scalar.
torch::Tensor replaced_token_loss(Discriminator& discriminator, const ReplacedTokens& replaced);

/// `replaced-token-accuracy`: the share of pairs of an own and a replaced token of held-out
/// sentences of which D takes the own one rather for the text's (ranking_accuracy). Empty without
/// such a pair.
std::map<std::string, double> replaced_token_figures(const TrainingState& state);

/// Epochs over the text in which D learns so. G must not move between them.
class ReplacedTokenSteps {
 public:
  explicit ReplacedTokenSteps(TrainingState& state)
      : state_(state), real_(state, state.recipe.training.batch_size) {}

  int64_t steps_per_epoch() const;

  /// One optimizer step of the discriminator.
  /// @param step  in the epoch, in 0..steps_per_epoch()-1.  @param progress  see Optimizer::step.
  StepReport step(int64_t epoch, int64_t step, double progress);

 private:
  TrainingState& state_;
  RealBatches real_;
};

}  // namespace lingan
