#include <lingan/gan/strategies/baseline_cards.h>

namespace lingan {

BaselineCard no_baseline_card() {
  return {.name = "none", .summary = "nothing is taken off", .paper = "Williams 1992"};
}

BaselineCard moving_average_card() {
  return {.name = "moving-average",
          .summary = "mean reward of earlier steps, by baseline_decay; unbiased",
          .paper = "Williams 1992"};
}

BaselineCard batch_mean_card() {
  return {.name = "batch-mean",
          .summary = "mean over the rows with a token at the position, its own row in it",
          .paper = "Williams 1992",
          .compares_sentences = true};
}

BaselineCard leave_one_out_card() {
  return {.name = "leave-one-out",
          .summary = "mean over the other rows with a token at the position; unbiased",
          .paper = "Kool, van Hoof & Welling 2019",
          .compares_sentences = true};
}

BaselineCard prefix_baseline_card() {
  return {.name = "prefix",
          .summary = "mean of the completions of the sentence before the token; unbiased",
          .paper = "Kazemnejad et al. 2024 (VinePPO)",
          .needs_rollouts = true};
}

BaselineCard self_critical_card() {
  return {.name = "self-critical",
          .summary = "reward of the likeliest sentence, token by token chosen; unbiased",
          .paper = "Rennie et al. 2017",
          .needs_plain_rewards = true};
}

BaselineCard critic_baseline_card() {
  return {.name = "critic",
          .summary = "what a network learns that prefixes are worth ([optimizer.critic]); unbiased",
          .paper = "Bahdanau et al. 2017"};
}

}  // namespace lingan
