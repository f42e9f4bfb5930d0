/// Options for tests of their keys and tables.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <lingan/base/option_key.h>

namespace lingan::testing {

/// A struct with a field of each type.
struct BirdOptions {
  std::string kind = "sparrow";
  std::string song = "";
  bool sings = true;
  int32_t eggs = 4;
  int64_t feathers = 3000;
  double weight = 0.03;
  std::vector<int64_t> flights = {1, 2};
};

inline std::vector<std::string> kinds_of_birds() { return {"", "sparrow", "swallow"}; }

inline constexpr std::array kBirdKeys = {
    option<&BirdOptions::kind>("kind", kinds_of_birds, "what it is"),
    option<&BirdOptions::song>("song", "what it sings"),
    option<&BirdOptions::sings>("sings", "whether it does"),
    option<&BirdOptions::eggs>("eggs", {.low = 0, .high = 9}, "in a nest"),
    option<&BirdOptions::feathers>("feathers", ranges::kCount, "on all of it"),
    option<&BirdOptions::weight>("weight", ranges::kPositive, "in kilograms"),
    option<&BirdOptions::flights>("flights", ranges::kWidth, "of a day"),
};

}  // namespace lingan::testing
