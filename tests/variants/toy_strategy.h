/// The options of a strategy that only the test of variants knows.
#pragma once

namespace lingan {

/// `[strategy.toy]`
struct ToyStrategyOptions {
  double sharpness = 2.0;
};

}  // namespace lingan
