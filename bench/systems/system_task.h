/// What a system of bench_systems trains on.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/players.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::bench {

// Sizes of Image COCO's captions.
constexpr int64_t kSystemBatch = 64;
constexpr int32_t kSystemLength = 25;
constexpr int64_t kSystemVocabulary = 4700;

/// A shipped recipe's networks with first weights, and sentences of kSystemLength tokens.
struct SystemTask {
  Recipe recipe;
  Players players;
  Sentences real;
  int64_t step = 0;  ///< of the adversarial ones, the next

  int64_t total_steps() const { return recipe.training.adversarial_rounds; }
  /// Of the next step.
  StepContext context() const;
};

/// Always the same weights and sentences; the next step is in the middle of the recipe's schedule,
/// where what changes over it counts.
/// @param system  a recipe's name; its rounds have one step of G.
SystemTask make_system_task(const std::string& system);

}  // namespace lingan::bench
