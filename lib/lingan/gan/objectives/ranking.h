/// The options of the objective `ranking`.
#pragma once

namespace lingan {

/// `[objective.ranking]`; ranking_card.cc has the ranges.
struct RankingOptions {
  double gamma = 1.0;  ///< factor on similarities before their softmax
};

}  // namespace lingan
