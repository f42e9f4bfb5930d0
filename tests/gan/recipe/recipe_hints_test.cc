// What a refusal proposes is accepted, or leads on to what is, and never back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {
namespace {

using Overrides = std::vector<std::string>;  // as --set has them: KEY=VALUE

std::string key_of(const std::string& override) { return override.substr(0, override.find('=')); }

/// What stands against a recipe with overrides; empty: nothing.
std::string refusal(const std::string& recipe, const Overrides& overrides) {
  try {
    const Recipe one = load_recipe(recipe, overrides);
    require_effect(overrides, {{&one, 1}});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

bool is_key(const std::string& path) {
  return std::ranges::any_of(recipe_keys(), [&](const RecipeKey& k) { return k.path() == path; });
}

/// The matches of a pattern, each with its groups; empty where a group has none.
std::vector<Overrides> all_matches(const std::string& text, const std::regex& pattern) {
  std::vector<Overrides> found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    found.emplace_back(match->begin(), match->end());
  }
  return found;
}

/// The first key that a message names in full.
std::string first_key(const std::string& message) {
  static const std::regex kWord("[a-z][a-z0-9_.-]*[a-z0-9]");
  for (const auto& word : all_matches(message, kWord)) {
    if (is_key(word[0])) return word[0];
  }
  return "";
}

/// A key that a message names, be it without the table of the first one.
std::string full_key(const std::string& name, const std::string& message) {
  const std::string first = first_key(message);
  return is_key(name) ? name : first.substr(0, first.rfind('.') + 1) + name;
}

/// A value as --set has it.
std::string bare(const std::string& value) {
  return value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
}

/// The ways out that a message proposes, each of settings that belong together.
std::vector<Overrides> hints(const std::string& refusal) {
  const size_t end_of_override = refusal.find("\": ");  // `overrides`, of the recipe "mle": ...
  const std::string message =
      refusal.substr(end_of_override == std::string::npos ? 0 : end_of_override + 3);
  const std::string value = "(\"[^\"]*\"|true|false|-?[0-9][0-9.e+-]*)";
  std::vector<Overrides> ways;
  const std::string it = first_key(message);
  const std::regex set_it("set it(?:, for example,)? to " + value + "(?: or " + value + ")?");
  for (const auto& match : all_matches(message, set_it)) {
    for (const size_t group : {1, 2}) {
      if (!match[group].empty()) ways.push_back({it + "=" + bare(match[group])});
    }
  }
  static const std::regex kOneOf("set it to one of ([a-z, -]+), or");
  for (const auto& match : all_matches(message, kOneOf)) {
    static const std::regex kName("[a-z-]+");
    for (const auto& name : all_matches(match[1], kName)) ways.push_back({it + "=" + name[0]});
  }
  const std::regex set_key("(set|or|and) ([a-z][a-z_.-]*) = " + value + "(?: or " + value + ")?");
  for (const auto& match :
       all_matches(message.substr(std::min(message.find("set "), message.size())), set_key)) {
    for (const size_t group : {3, 4}) {
      if (match[group].empty()) continue;
      const std::string setting = full_key(match[2], message) + "=" + bare(match[group]);
      if (match[1] == "and" && !ways.empty())
        ways.back().push_back(setting);
      else
        ways.push_back({setting});
    }
  }
  return ways;
}

/// Follows what the program says from a refused recipe on.
class Walk {
 public:
  explicit Walk(std::string recipe) : recipe_(std::move(recipe)) {}

  /// Every way out of what is refused, to its end.
  void follow(const Overrides& asked) {
    seen_.clear();
    step(asked, {}, "");
  }

 private:
  static constexpr size_t kLongest = 8;

  void step(const Overrides& overrides, const std::set<std::string>& changed,
            const std::string& before) {
    const std::string said = refusal(recipe_, overrides);
    if (said.empty() || !seen_.insert(said).second) return;
    const std::string story = before + "\n  " + said;
    static const std::regex kIdle("`overrides` ([a-z_.-]+)=.*: has no effect");
    std::smatch idle;
    if (std::regex_search(said, idle, kIdle)) {
      EXPECT_FALSE(changed.contains(idle[1])) << recipe_ << story;
      return;
    }
    const auto ways = hints(said);
    const bool is_of_counts = said.find("needs one count for each") != std::string::npos;
    EXPECT_TRUE(!ways.empty() || is_of_counts) << "no way out: " << recipe_ << story;
    EXPECT_LT(changed.size(), kLongest) << recipe_ << story;
    for (const Overrides& way : ways) {
      std::set<std::string> now = changed;
      Overrides next = overrides;
      for (const std::string& setting : way) {
        EXPECT_TRUE(is_key(key_of(setting))) << setting << story;
        EXPECT_TRUE(now.insert(key_of(setting)).second)
            << "back to " << setting << ": " << recipe_ << story;
        std::erase_if(next, [&](const std::string& o) { return key_of(o) == key_of(setting); });
        next.push_back(setting);
      }
      if (now.size() == changed.size() + way.size()) step(next, now, story);
    }
  }

  std::string recipe_;
  std::set<std::string> seen_;  // what was said, of one walk
};

/// Settings of a key that are worth a try.
Overrides settings_of(const RecipeKey& key) {
  const std::string path = key.path();
  Overrides settings;
  if (key.option.choices != nullptr) {
    for (const std::string& name : key.option.choices()) settings.push_back(path + "=" + name);
  }
  if (std::holds_alternative<bool& (*)(void*)>(key.option.field)) {
    settings.insert(settings.end(), {path + "=true", path + "=false"});
  }
  return settings;
}

const Overrides& numbers() {
  static const Overrides kNumbers = {"generator.latent_width=0",
                                     "generator.latent_width=8",
                                     "generator.embedding_width=12",
                                     "generator.hidden_width=12",
                                     "generator.convolutional.filter_width=4",
                                     "discriminator.embedding_width=12",
                                     "discriminator.representations=7",
                                     "discriminator.filter_widths=[3]",
                                     "discriminator.label_smoothing=0.1",
                                     "strategy.policy-gradient.rollouts=0",
                                     "strategy.policy-gradient.rollouts=4",
                                     "strategy.policy-gradient.discount=0.5",
                                     "strategy.policy-gradient.constant_reward=0.5",
                                     "strategy.policy-gradient.discriminator_share=0.5",
                                     "strategy.gumbel-softmax.inverse_temperature=0.5",
                                     "strategy.gumbel-softmax.backward_inverse_temperature=2.0",
                                     "strategy.embedding.sharpness=10",
                                     "training.batch_size=1",
                                     "training.pretrain_epochs=0",
                                     "training.pretrain_epochs=3",
                                     "training.adversarial_rounds=0",
                                     "training.adversarial_rounds=3",
                                     "training.round=discriminator",
                                     "training.round=generator",
                                     "training.round=generator, likelihood",
                                     "training.round=mediator x2, generator",
                                     "training.round=critic",
                                     "training.round=discriminator x5",
                                     "training.round=generator every 5000, discriminator"};
  return kNumbers;
}

/// Every single choice and the numbers above.
Overrides all_settings() {
  Overrides all = numbers();
  for (const RecipeKey& key : recipe_keys()) {
    const Overrides of_key = settings_of(key);
    all.insert(all.end(), of_key.begin(), of_key.end());
  }
  return all;
}

TEST(RecipeHints, LeadFromEverySettingOfEveryRecipeToOneThatIsAccepted) {
  const Overrides all = all_settings();
  for (const std::string& recipe : recipe_names()) {
    Walk walk(recipe);
    for (const std::string& setting : all) walk.follow({setting});
  }
}

/// Settings that others depend on.
const Overrides& large() {
  static const Overrides kLarge = {"generator.cell=convolutional",
                                   "generator.output=point",
                                   "generator.labels=separate",
                                   "generator.tied_embeddings=true",
                                   "discriminator.kind=recurrent",
                                   "discriminator.kind=multi-representation-cnn",
                                   "discriminator.recurrent.judges=tokens",
                                   "discriminator.embeddings=generator",
                                   "strategy.name=policy-gradient",
                                   "strategy.name=gumbel-softmax",
                                   "strategy.name=embedding",
                                   "strategy.name=cooperative",
                                   "strategy.name=penalty",
                                   "strategy.name=taylor",
                                   "objective.name=classes",
                                   "objective.name=ranking",
                                   "objective.name=hinge",
                                   "strategy.policy-gradient.reward=ratio",
                                   "strategy.policy-gradient.reward_shape=importance",
                                   "strategy.policy-gradient.reward_shape=normalised",
                                   "strategy.policy-gradient.baseline=prefix",
                                   "strategy.policy-gradient.baseline=self-critical",
                                   "strategy.embedding.estimator=continuous",
                                   "strategy.gumbel-softmax.estimator=reinmax",
                                   "training.select=nll"};
  return kLarge;
}

TEST(RecipeHints, LeadFromPairsOfSettingsToOneThatIsAccepted) {
  Overrides others = numbers();
  others.insert(others.end(), large().begin(), large().end());
  for (const std::string& recipe : recipe_names()) {
    Walk walk(recipe);
    for (const std::string& first : large()) {
      for (const std::string& second : others) {
        if (key_of(first) != key_of(second)) walk.follow({first, second});
      }
    }
  }
}

}  // namespace
}  // namespace lingan
