#include <array>

#include <lingan/gan/objectives/comparative.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

using C = ComparativeOptions;

constexpr std::array kKeys = {
    option<&C::tie_weight>("tie_weight", ranges::kPositive,
                           "nu: how readily D takes two sentences for equally good; two of equal "
                           "outputs are so with probability nu / (nu + 2)"),
    option<&C::better_reward>("better_reward", ranges::kAny,
                              "reward of a sentence that is better than another of G's"),
    option<&C::tie_reward>("tie_reward", ranges::kAny, "reward of one that is as good"),
    option<&C::worse_reward>("worse_reward", ranges::kAny, "reward of one that is worse"),
};

std::string problem(const ComparativeOptions& options) {
  if (options.better_reward > options.worse_reward && options.better_reward >= options.tie_reward &&
      options.tie_reward >= options.worse_reward) {
    return "";
  }
  return "objective.comparative.tie_reward: must lie between worse_reward and better_reward, of "
         "which the latter must be larger; set tie_reward = 0.0 and worse_reward = -1.0 and "
         "better_reward = 1.0";
}

}  // namespace

ObjectiveCard comparative_card() {
  return {.name = "comparative",
          .summary = "which of two sentences is better; G against its own (SAL's)",
          .paper = "Zhou et al. 2020; ties: Davidson 1970",
          .options = option_table<ComparativeOptions, problem>("objective.comparative", kKeys),
          .outputs = Outputs::kScores,
          .compares_sentences = true};
}

}  // namespace lingan
