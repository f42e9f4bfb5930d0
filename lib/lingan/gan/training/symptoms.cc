#include <lingan/gan/training/symptoms.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/notice.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/training/judgement_figures.h>

namespace lingan {
namespace {

/// Held-out sentences of which the thresholds below are more than noise.
constexpr int64_t kEnough = 100;
/// What a D that has learned something reaches.
constexpr double kLearned = 0.572;
constexpr double kCertainty = 0.998;
/// Of the mean of rewards: no more than float32 rounds. What is near to equal is no symptom: a
/// baseline takes the mean off, and Adam undoes the scale.
constexpr double kRounding = 1e-6;
/// Nats a token that are no noise of that many sentences.
constexpr double kFall = 0.1, kRise = 0.05;

const char* const kSymptoms = "symptoms";

std::optional<double> figure(const TrainingRecord& record, const std::string& name) {
  const auto entry = record.values.find(name);
  if (entry == record.values.end() || std::isnan(entry->second)) return std::nullopt;
  return entry->second;
}

/// Two deviations of the accuracy of a D by chance, of n sentences against n (Mann & Whitney 1947).
double two_deviations(int64_t n) {
  const auto count = static_cast<double>(n);
  return 2 * std::sqrt((2 * count + 1) / (12 * count * count));
}

/// How much wider a mean of n sentences spreads than one of enough.
double spread(int64_t n) {
  return std::sqrt(static_cast<double>(kEnough) /
                   static_cast<double>(std::clamp<int64_t>(n, 1, kEnough)));
}

}  // namespace

Symptoms::Symptoms(const Recipe& recipe, int64_t held_out)
    : held_out_(held_out), hears_own_reward_(why_no_own_reward(recipe).empty()) {
  // A recipe of maximum likelihood alone names no strategy.
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy != nullptr && strategy->hears_discriminator != nullptr) {
    hears_discriminator_ = strategy->hears_discriminator(recipe.options);
  }
  if (strategy != nullptr && strategy->reward != nullptr) {
    reward_key_ = strategy->reward(recipe.options).key;
  }
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  has_critic_ = objective != nullptr && objective->is_critic;
}

void Symptoms::say(const std::string& symptom, const TrainingRecord& record,
                   const std::string& text) {
  if (!said_.insert(symptom).second) return;
  notice_once(fmt::format("{} {}: {}", record.phase, record.step, text));
}

void Symptoms::look_at(const TrainingRecord& record) {
  look_at_accuracy(record);
  look_at_rewards(record);
  look_at_entropy(record);
}

void Symptoms::look_at_accuracy(const TrainingRecord& record) {
  const auto accuracy = figure(record, "discriminator-accuracy");
  if (!accuracy || has_critic_ || !hears_discriminator_) return;
  const double noise = two_deviations(std::min(held_out_, kJudgedSentences));
  if (*accuracy < 0.5 - noise) {
    say("inverted", record,
        fmt::format(
            "the discriminator ranks a generated sentence above a held-out one in {:.0f} % "
            "of pairs: it teaches away from the text; train it longer, or on more of it, or, "
            "where its loss falls all the same, with more discriminator.dropout or "
            "discriminator.instance_noise",
            100 * (1 - *accuracy)));
  } else if (std::abs(*accuracy - 0.5) + noise < kLearned - 0.5) {
    say("chance", record,
        fmt::format(
            "the discriminator ranks a held-out sentence above a generated one in {:.0f} % "
            "of pairs, about chance: it has nothing to teach; train it longer, or, where its "
            "loss falls all the same, with more discriminator.dropout or "
            "discriminator.instance_noise, unless the generator is as good as that",
            100 * *accuracy));
  } else if (*accuracy > kCertainty && held_out_ >= kEnough) {
    say("certainty", record,
        "the discriminator tells all generated sentences: its rewards and gradients may vanish; "
        "train it less, or pretrain the generator longer");
  }
}

void Symptoms::look_at_rewards(const TrainingRecord& record) {
  const auto reward = figure(record, "reward"), deviation = figure(record, "reward-deviation");
  if (!reward || !deviation || *deviation > kRounding * std::abs(*reward)) return;
  std::string why;
  if (hears_own_reward_) {
    why += "; `own_reward` gives all sentences the same number: let it give better ones more";
  }
  if (hears_discriminator_) {
    why +=
        "; the discriminator judges all sentences the same: lower "
        "optimizer.discriminator.learning_rate" +
        (reward_key_.empty() ? "" : ", or choose another " + reward_key_);
  }
  if (why.empty()) return;  // a constant is what the recipe asks for
  say("equal-rewards", record,
      fmt::format("all rewards are {:.3g}, and the generator learns nothing of them{}", *reward,
                  why));
}

void Symptoms::look_at_entropy(const TrainingRecord& record) {
  const auto entropy = figure(record, "entropy"), nll = figure(record, "nll");
  if (!entropy || !nll) return;
  if (!start_) start_ = Start{*entropy, *nll};
  const double fall = start_->entropy - *entropy, rise = *nll - start_->nll;
  if (fall < kFall * spread(held_out_) || rise < kRise * spread(held_out_)) return;
  say("sharpening", record,
      fmt::format(
          "the entropy fell by {:.2f} and the held-out NLL rose by {:.2f} nats a token: the "
          "generator sharpens, as a lower sampling temperature would; compare with `mle` at "
          "such a temperature",
          fall, rise));
}

void Symptoms::save(nlohmann::json& position) const {
  if (!start_ && said_.empty()) return;
  nlohmann::json saved = {{"said", said_}};
  if (start_) saved["start"] = {start_->entropy, start_->nll};
  position[kSymptoms] = saved;
}

void Symptoms::restore(const nlohmann::json& position) {
  start_.reset();
  said_.clear();
  if (!position.contains(kSymptoms)) return;
  const auto& saved = position.at(kSymptoms);
  said_ = saved.at("said").get<std::set<std::string>>();
  if (!saved.contains("start")) return;
  start_ = Start{saved.at("start").at(0).get<double>(), saved.at("start").at(1).get<double>()};
}

}  // namespace lingan
