/// How a strategy's rollouts and rewards are computed, not what they are.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// The `[engine]` table of a recipe.
struct EngineOptions {
  int64_t memory_budget = 512;        ///< MiB that Monte-Carlo completions in flight may take
  std::string precision = "float32";  ///< of products that reward the generator: engine/precision.h
};

}  // namespace lingan
