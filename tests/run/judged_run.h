/// A run with a discriminator that trains in a moment.
#pragma once

#include <string>
#include <vector>

#include "tests/run/small_run.h"

namespace lingan::testing {

class JudgedRun {
 public:
  /// @param override  `table.key=value` for the recipe; empty: none.
  explicit JudgedRun(const std::string& override = "")
      : data(prepare_text({.corpus = write_lines(folder.path() / "text", small_text()).string(),
                           .validation_share = 0.25,
                           .tokenizer = "whitespace"})),
        run(trained_run(folder.path(), recipe(override), data)) {}

  static Recipe recipe(const std::string& override) {
    std::vector<std::string> overrides = {"strategy.name=policy-gradient",
                                          "objective.name=non-saturating",
                                          "strategy.policy-gradient.rollouts=1",
                                          "discriminator.embedding_width=4",
                                          "discriminator.filter_widths=[1,2]",
                                          "discriminator.filter_counts=[4,4]",
                                          "discriminator.initial_weights=torch",
                                          "optimizer.discriminator.learning_rate=0.02",
                                          "training.discriminator_pretrain_rounds=6",
                                          "training.discriminator_epochs=4",
                                          "training.adversarial_rounds=1"};
    if (!override.empty()) overrides.push_back(override);
    return parse_recipe(format_recipe(tiny_recipe("judged")), "tiny.toml", overrides);
  }

  const TemporaryFolder folder;
  const PreparedData data;
  const RunDirectory run;
};

}  // namespace lingan::testing
