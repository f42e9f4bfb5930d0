#include <array>
#include <string>
#include <vector>

#include <lingan/gan/strategies/selection.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using S = SelectionOptions;

std::vector<std::string> rewards() { return {"probability", "log"}; }

constexpr std::array kKeys = {
    option<&S::draws>("draws", {.low = 0, .high = 65536},
                      "items drawn for each pair to learn by; 0: all items, by their probability"),
    option<&S::relevant_share>("relevant_share", {.low = 0, .high = 1, .high_open = true},
                               "share of the draws that are of the query's own items, made up for "
                               "by importance weights"),
    option<&S::reward>("reward", rewards,
                       "of the judge's log odds f: probability, 2 (sigmoid(f) - 1/2), or log, "
                       "ln(1 + exp(f)) less its expectation"),
    option<&S::judge_width>("judge_width", ranges::kWidth, "width of the judge's vectors"),
    option<&S::judge_steps>("judge_steps", {.low = 1, .high = 1000},
                            "steps of the judge before each of the generator"),
    option<&S::judge_l2>("judge_l2", ranges::kNotNegative,
                         "weight of half the squares of the judge's vectors and biases in a pair"),
    option<&S::negative_temperature>(
        "negative_temperature", {.low = 0.01, .high = 100},
        "of the generator's choice of the items that the judge has to know as not relevant"),
};

std::string why_idle(const SelectionOptions& options, std::string_view name) {
  return name == "relevant_share" && options.draws == 0 ? "with strategy.selection.draws = 0" : "";
}

constexpr std::array kPlayers = {kJudge};

}  // namespace

StrategyCard selection_card() {
  return {.name = "selection",
          .summary = "G chooses an item for a query, and a judge tells it from relevant ones",
          .paper = "Wang et al. 2017 (IRGAN)",
          .traits = {.pathwise = false,
                     .hard_fakes = true,
                     .has_discriminator = false,
                     .labels = "condition",
                     .chooses_items = true},
          .options = option_table<SelectionOptions, nullptr, why_idle>("strategy.selection", kKeys),
          .players = kPlayers,
          .network_problem = needs_token_probabilities};
}

}  // namespace lingan
