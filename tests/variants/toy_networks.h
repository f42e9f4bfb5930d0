/// The options of a generator that only the test of variants knows.
#pragma once

#include <string>

namespace lingan {

/// `[generator.toy]`
struct ToyGeneratorOptions {
  std::string like = "lstm";
};

}  // namespace lingan
