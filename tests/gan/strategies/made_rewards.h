/// Rewards of a discriminator that says what it was told.
#pragma once

#include <string_view>
#include <vector>

#include <lingan/gan/strategies/reward.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

/// The rewards where D says `outputs`, [n] or [n, R].
inline std::vector<double> rewards_of(std::string_view name, const torch::Tensor& outputs,
                                      const char* objective = "non-saturating") {
  FixedDiscriminator d(outputs, outputs);
  const auto made = make_objective(objective);
  const Sentences real = constant_tokens(outputs.size(0), 0);
  const SentenceValue reward = make_reward(name, {.discriminator = d,
                                                  .objective = *made,
                                                  .real = real,
                                                  .fakes = [&] { return real; },
                                                  .log_ratio_bound = 2.5});
  const auto values = reward(outputs).to(torch::kFloat64);
  return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

}  // namespace lingan::testing
