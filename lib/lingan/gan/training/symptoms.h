/// Signs that a discriminator's work leads nowhere.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/training_observer.h>

namespace lingan {

/// Looks at the records of an adversarial phase and gives one notice (base/notice.h) with advice
/// for each symptom, once in a run:
///   D ranks held-out and generated sentences by chance, or the wrong way round;
///   D ranks them all rightly, so that its outputs hardly change with a sentence;
///   rewards without variance, but for rounding, by whoever gives them;
///   entropy that falls while the held-out NLL rises: the generator sharpens, which a lower
///   sampling temperature does at no cost.
/// Thresholds widen with the noise of few held-out sentences, and certainty wants a hundred. A
/// critic (ObjectiveCard::is_critic) has no accuracy to be judged by: it learns a difference of
/// means. Nor is a D looked at that has no share in the rewards.
class Symptoms {
 public:
  /// @param held_out  sentences that figures are of.
  Symptoms(const Recipe& recipe, int64_t held_out);

  void look_at(const TrainingRecord& record);

  /// The first record's figures and what was said, for a checkpoint.
  void save(nlohmann::json& position) const;
  /// @throws nlohmann::json::exception for anything else than save() gives.
  void restore(const nlohmann::json& position);

 private:
  struct Start {
    double entropy, nll;
  };
  void look_at_accuracy(const TrainingRecord& record);
  void look_at_rewards(const TrainingRecord& record);
  void look_at_entropy(const TrainingRecord& record);
  /// Says a symptom that was not said yet.
  void say(const std::string& symptom, const TrainingRecord& record, const std::string& text);

  int64_t held_out_;
  bool has_critic_;
  bool hears_discriminator_ = true, hears_own_reward_;  // does the generator
  std::string reward_key_;                              // what chooses rewards; empty: nothing
  std::optional<Start> start_;
  std::set<std::string> said_;
};

}  // namespace lingan
