/// The options of the strategy `likelihood-ratio`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.likelihood-ratio]`; likelihood_ratio_card.cc has the ranges.
struct LikelihoodRatioOptions {
  std::string level =
      "sentences";              ///< what is told apart: "sentences", or "tokens" after real ones
  int64_t reference_every = 0;  ///< steps of G from one reference to the next; 0: there is one
  double alpha = 1.0;           ///< weight of the fakes
  double beta = 1.0;            ///< factor on the logarithm of the ratio
};

}  // namespace lingan
