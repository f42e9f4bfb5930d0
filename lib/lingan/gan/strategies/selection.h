/// The options of the strategy `selection`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lingan {

/// `[strategy.selection]`; selection_card.cc has the ranges. Draws, share, reward and temperature
/// are the published program's.
struct SelectionOptions {
  int64_t draws = 2;                   ///< items drawn for each pair; 0: all, by their probability
  double relevant_share = 0.2;         ///< of the draws that are of the query's own items
  std::string reward = "probability";  ///< of an item's log odds: one of `probability`, `log`
  int64_t judge_width = 5;             ///< E, of the judge's vectors
  int64_t judge_steps = 2;             ///< of the judge before each of the generator
  double judge_l2 = 0.05;              ///< weight of half its squares
  double negative_temperature = 0.2;   ///< of the generator's choice of what the judge is shown
};

/// The name of its network.
inline constexpr std::string_view kJudge = "judge";

}  // namespace lingan
