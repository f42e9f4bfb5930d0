#include <lingan/gan/training/symptoms.h>

#include <cmath>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/notice.h>

namespace lingan {
namespace {

/// Two deviations of the accuracy of a D by chance, of kJudgedSentences against as many.
constexpr double kChance = 0.536;
constexpr double kCertainty = 0.998;
/// Of the mean of rewards.
constexpr double kSmallDeviation = 1e-3;
/// Nats a token that are no noise of some hundred sentences.
constexpr double kFall = 0.1, kRise = 0.05;

const char* const kSymptoms = "symptoms";

std::optional<double> figure(const TrainingRecord& record, const std::string& name) {
  const auto found = record.values.find(name);
  if (found == record.values.end() || std::isnan(found->second)) return std::nullopt;
  return found->second;
}

}  // namespace

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
  if (!accuracy) return;
  if (*accuracy < 1 - kChance) {
    say("inverted", record,
        fmt::format("the discriminator ranks a generated sentence above a held-out one in {:.0f} % "
                    "of pairs: it teaches away from the text; train it longer, or on more of it",
                    100 * (1 - *accuracy)));
  } else if (*accuracy < kChance) {
    say("chance", record,
        fmt::format("the discriminator ranks a held-out sentence above a generated one in {:.0f} % "
                    "of pairs, about chance: it has nothing to teach; train it longer, unless the "
                    "generator is as good as that",
                    100 * *accuracy));
  } else if (*accuracy > kCertainty) {
    say("certainty", record,
        "the discriminator tells all generated sentences: its rewards and gradients may vanish; "
        "train it less, or pretrain the generator longer");
  }
}

void Symptoms::look_at_rewards(const TrainingRecord& record) {
  const auto reward = figure(record, "reward"), deviation = figure(record, "reward-deviation");
  if (!reward || !deviation || *deviation > kSmallDeviation * std::abs(*reward)) return;
  say("equal-rewards", record,
      fmt::format("all rewards are {:.3g}: the generator hears nothing of the discriminator",
                  *reward));
}

void Symptoms::look_at_entropy(const TrainingRecord& record) {
  const auto entropy = figure(record, "entropy"), nll = figure(record, "nll");
  if (!entropy || !nll) return;
  if (!start_) start_ = Start{*entropy, *nll};
  const double fall = start_->entropy - *entropy, rise = *nll - start_->nll;
  if (fall < kFall || rise < kRise) return;
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
  *this = {};
  if (!position.contains(kSymptoms)) return;
  const auto& saved = position.at(kSymptoms);
  said_ = saved.at("said").get<std::set<std::string>>();
  if (!saved.contains("start")) return;
  start_ = Start{saved.at("start").at(0).get<double>(), saved.at("start").at(1).get<double>()};
}

}  // namespace lingan
