#include <array>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/objectives/ranking.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&RankingOptions::gamma>(
        "gamma", ranges::kPositive,
        "factor on the similarity to a reference, before the softmax that ranks by it"),
};

}  // namespace

ObjectiveCard ranking_card() {
  return {.name = "ranking",
          .summary = "rank among others by similarity to real sentences (RankGAN's)",
          .paper = "Lin et al. 2017",
          .reward_sign = Sign::kNegative,
          .options = option_table<RankingOptions>("objective.ranking", kKeys),
          .outputs = Outputs::kNone,
          .compares_sentences = true};
}

}  // namespace lingan
