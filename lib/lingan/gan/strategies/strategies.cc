#include <array>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/strategy_factories.h>

namespace lingan {

std::span<const StrategyCard> strategies() {
  static constexpr std::array cards = {
      StrategyCard{"policy-gradient",
                   "sampled tokens, rewarded by D through Monte-Carlo completions",
                   "Yu et al. 2017 (SeqGAN)",
                   {.pathwise = false, .hard_fakes = true},
                   make_policy_gradient},
      StrategyCard{"gumbel-softmax",
                   "softmax of Gumbel-perturbed logits in place of one-hot tokens",
                   "Jang et al. 2017; Kusner & Hernandez-Lobato 2016; Nie et al. 2019 (RelGAN)",
                   {.pathwise = true, .hard_fakes = false},
                   make_gumbel_softmax},
      StrategyCard{"embedding",
                   "mixtures of embeddings, sharpened towards single tokens",
                   "Zhang et al. 2017 (TextGAN)",
                   {.pathwise = true, .hard_fakes = false},
                   make_embedding},
  };
  return cards;
}

const StrategyCard& find_strategy(std::string_view name) {
  std::string known;
  for (const StrategyCard& card : strategies()) {
    if (card.name == name) return card;
    known += (known.empty() ? "" : ", ") + std::string(card.name);
  }
  throw UsageError("strategy '" + std::string(name) + "' is not known; expected one of " + known);
}

}  // namespace lingan
