#include <lingan/gan/recipe/continuable.h>

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {
namespace {

constexpr std::array<std::string_view, 3> kRaisable = {"training.pretrain_epochs",
                                                       "training.discriminator_pretrain_rounds",
                                                       "training.adversarial_rounds"};

/// No weight depends on them.
constexpr std::array<std::string_view, 2> kFree = {"training.checkpoint_every",
                                                   "engine.memory_budget"};

template <size_t N>
bool is_among(const std::string& path, const std::array<std::string_view, N>& paths) {
  return std::ranges::find(paths, path) != paths.end();
}

bool is_overridden(const std::string& path, std::span<const std::string> overrides) {
  return std::ranges::any_of(overrides, [&](const std::string& override) {
    const std::string key = override.substr(0, override.find('='));
    return key.substr(0, key.find_last_not_of(" \t") + 1) == path;
  });
}

int64_t count(const RecipeKey& key, Recipe& recipe) {
  return std::get<int64_t& (*)(void*)>(key.option.field)(key.options(recipe));
}

}  // namespace

void require_continuable(const Recipe& had, const Recipe& wanted,
                         std::span<const std::string> overrides, const std::string& run) {
  Recipe before = had;  // keys point into a recipe that may be written
  Recipe after = wanted;
  for (const RecipeKey& key : recipe_keys()) {
    const std::string old_value = key.option.text(key.options(before));
    const std::string value = key.option.text(key.options(after));
    const std::string path = key.path();
    if (value == old_value || is_among(path, kFree)) continue;
    const bool is_count = is_among(path, kRaisable);
    const bool is_raised = is_count && count(key, after) > count(key, before);
    if (is_raised && is_overridden(path, overrides)) continue;
    throw UsageError(fmt::format(
        "{} = {}: the run in {} has {}, which {}; leave it out, or start anew in another folder",
        path, value, run, old_value,
        is_raised  ? "`overrides` alone raises"
        : is_count ? "may only be raised"
                   : "it keeps"));
  }
}

}  // namespace lingan
