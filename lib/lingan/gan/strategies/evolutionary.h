/// The options of the strategy `evolutionary`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lingan {

/// `[strategy.evolutionary]`; evolutionary_card.cc has the ranges. How tokens are relaxed is in
/// `[strategy.gumbel-softmax]`.
struct EvolutionaryOptions {
  std::string mutations = "";     ///< names in objectives(), with commas; empty: the recipe's own
  int64_t temperature_shift = 1;  ///< generator steps, of the schedule; 0: the schedule's alone
  std::string quality = "relativistic";  ///< kProbability or kRelativistic
  std::string diversity = "likelihood";  ///< kGradient or kLikelihood
  double diversity_weight = 0.001;       ///< in fitness, beside quality's 1; 0: no diversity
  int64_t fitness_batches = 1;           ///< of batch_size sentences, that fitness is measured on
};

/// Qualities of a child.
inline constexpr const char* kProbability = "probability";    ///< <sigma(C_f)>
inline constexpr const char* kRelativistic = "relativistic";  ///< <sigma(C_f - <C_r>)>
/// Diversities of a child.
inline constexpr const char* kGradient = "gradient";      ///< -ln of the norm of D's gradient
inline constexpr const char* kLikelihood = "likelihood";  ///< -<ln p> of a token of its own

/// The names in a list of mutations, in its order, without spaces; empty for an empty list.
std::vector<std::string> mutation_names(const std::string& mutations);

}  // namespace lingan
