/// The options of the strategy `jensen-shannon`.
#pragma once

namespace lingan {

/// `[strategy.jensen-shannon]`; jensen_shannon_card.cc has the ranges.
struct JensenShannonOptions {
  double exponent = 1.0;  ///< of the probabilities that sentences are weighed by
};

}  // namespace lingan
