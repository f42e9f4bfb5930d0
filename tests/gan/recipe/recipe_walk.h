/// Following the ways out that refusals of recipes propose.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan::testing {

using Overrides = std::vector<std::string>;  // as --set has them: KEY=VALUE

inline std::string key_of(const std::string& override) {
  return override.substr(0, override.find('='));
}

/// What stands against a recipe with overrides; empty: nothing.
inline std::string refusal(const std::string& recipe, const Overrides& overrides) {
  try {
    const Recipe one = load_recipe(recipe, overrides);
    require_effect(overrides, {{&one, 1}});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

inline bool is_key(const std::string& path) {
  static const std::set<std::string> kPaths = [] {
    std::set<std::string> paths;
    for (const RecipeKey& key : recipe_keys()) paths.insert(key.path());
    return paths;
  }();
  return kPaths.contains(path);
}

/// The matches of a pattern, each with its groups; empty where a group has none.
inline std::vector<Overrides> all_matches(const std::string& text, const std::regex& pattern) {
  std::vector<Overrides> result;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    result.emplace_back(match->begin(), match->end());
  }
  return result;
}

inline const std::regex kWord("[a-z][a-z0-9_.-]*[a-z0-9]");

/// The first key that a message names in full.
inline std::string first_key(const std::string& message) {
  for (const auto& word : all_matches(message, kWord)) {
    if (is_key(word[0])) return word[0];
  }
  return "";
}

/// A key that a message names, be it without the table of another one.
inline std::string full_key(const std::string& name, const std::string& message) {
  if (is_key(name)) return name;
  for (const auto& word : all_matches(message, kWord)) {
    const std::string path = word[0].substr(0, word[0].rfind('.') + 1) + name;
    if (is_key(word[0]) && is_key(path)) return path;
  }
  return name;
}

/// A value as --set has it.
inline std::string bare(const std::string& value) {
  return value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
}

/// The ways out that a message proposes, each of settings that belong together.
inline std::vector<Overrides> hints(const std::string& refusal) {
  const size_t end_of_override = refusal.find("\": ");  // `overrides`, of the recipe "mle": ...
  const std::string message =
      refusal.substr(end_of_override == std::string::npos ? 0 : end_of_override + 3);
  std::vector<Overrides> ways;
  const std::string it = first_key(message);
  static const std::string kValue = "(\"[^\"]*\"|true|false|-?[0-9][0-9.e+-]*)";
  static const std::regex kSetIt("set it(?:, for example,)? to " + kValue + "(?: or " + kValue +
                                 ")?");
  for (const auto& match : all_matches(message, kSetIt)) {
    for (const size_t group : {1, 2}) {
      if (!match[group].empty()) ways.push_back({it + "=" + bare(match[group])});
    }
  }
  static const std::regex kOneOf("set it to one of ([a-z, -]+), or");
  for (const auto& match : all_matches(message, kOneOf)) {
    static const std::regex kName("[a-z-]+");
    for (const auto& name : all_matches(match[1], kName)) ways.push_back({it + "=" + name[0]});
  }
  static const std::regex kSetKey("(set|or|and) ([a-z][a-z_.-]*) = " + kValue + "(?: or " + kValue +
                                  ")?");
  for (const auto& match :
       all_matches(message.substr(std::min(message.find("set "), message.size())), kSetKey)) {
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
  explicit Walk(const std::string& recipe) : name_(recipe) {
    Recipe own = load_recipe(recipe);  // keys point into a recipe that may be written
    for (const RecipeKey& key : recipe_keys()) {
      own_[key.path()] = bare(key.option.text(key.options(own)));
    }
  }

  /// Every way out of what is refused, to its end.
  void follow(const Overrides& asked) {
    seen_.clear();
    step(asked, {});
  }

  /// How many ways out were taken so far.
  int64_t ways_taken() const { return ways_taken_; }

 private:
  static constexpr size_t kLongest = 10;

  /// Where a walk has been.
  struct Path {
    std::set<std::string> left;  // settings that were given up for those of a hint
    std::set<std::string> keys;  // that a hint has set
    std::string story;           // what was said
    size_t steps = 0;
  };

  void step(const Overrides& overrides, const Path& path) {
    const std::string said = refusal(name_, overrides);
    if (said.empty() || !seen_.insert(said).second) return;
    const std::string story = name_ + path.story + "\n  " + said;
    EXPECT_LT(path.steps, kLongest) << story;
    static const std::regex kIdle("`overrides` ([a-z_.-]+)=.*: has no effect with (.*)");
    std::smatch idle;
    if (std::regex_match(said, idle, kIdle)) {
      if (idle[2] == "training.adversarial_rounds = 0") {
        return take({"training.adversarial_rounds=3"}, overrides, path, story);
      }
      EXPECT_FALSE(path.keys.contains(idle[1])) << story;
      return;
    }
    const auto ways = hints(said);
    const bool says_what_is_expected = said.find("needs one count for each") != std::string::npos ||
                                       said.find("; expected ") != std::string::npos;
    EXPECT_TRUE(!ways.empty() || says_what_is_expected) << "no way out: " << story;
    for (const Overrides& way : ways) take(way, overrides, path, story);
  }

  void take(const Overrides& way, Overrides overrides, Path path, const std::string& story) {
    ++ways_taken_;
    path.story = story.substr(name_.size());
    ++path.steps;
    for (const std::string& setting : way) {
      const std::string key = key_of(setting);
      EXPECT_TRUE(is_key(key)) << setting << ": " << story;
      EXPECT_FALSE(path.left.contains(setting)) << "back to " << setting << ": " << story;
      if (path.left.contains(setting)) return;
      std::string had = key + "=" + own_[key];
      std::erase_if(overrides, [&](const std::string& override) {
        if (key_of(override) == key) had = override;
        const bool is_of_old = key == "strategy.name" && override.starts_with("strategy.");
        return is_of_old || key_of(override) == key;
      });
      path.left.insert(had);
      path.keys.insert(key);
      overrides.push_back(setting);
    }
    step(overrides, path);
  }

  std::string name_;
  std::map<std::string, std::string> own_;  // the recipe's values by their keys
  std::set<std::string> seen_;              // what was said, of one walk
  int64_t ways_taken_ = 0;
};

}  // namespace lingan::testing
