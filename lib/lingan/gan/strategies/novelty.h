/// The options of the strategy `novelty`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lingan {

/// `[strategy.novelty]`; novelty_card.cc has the ranges.
struct NoveltyOptions {
  int64_t language_model_width = 64;        ///< its hidden width
  std::string level = "word-and-sentence";  ///< what is rewarded: also "word", "sentence"
  double real_weight = 0.01;                ///< of real sentences in the language model's loss
  double reward_bound = 12.0;               ///< what a word's reward is cut to, nats; 0: none
  double discount = 1.0;                    ///< factor on what comes a token later
  std::string baseline = "batch-mean";      ///< what is taken off: a name in baselines()
};

/// The name of its network.
inline constexpr std::string_view kLanguageModel = "language-model";

}  // namespace lingan
