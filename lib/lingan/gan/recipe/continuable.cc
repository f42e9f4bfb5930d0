#include <lingan/gan/recipe/continuable.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

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

/// What may not change between two recipes of one run.
struct Change {
  std::string path, before, after;
  bool is_count = false;
  bool is_raised = false;
};

/// All changes of keys that weights depend on.
std::vector<Change> changes(Recipe before, Recipe after) {  // keys point into what may be written
  std::vector<Change> result;
  for (const RecipeKey& key : recipe_keys()) {
    const std::string old_value = key.option.text(key.options(before));
    const std::string value = key.option.text(key.options(after));
    if (value == old_value || is_among(key.path(), kFree)) continue;
    const bool is_count = is_among(key.path(), kRaisable);
    const bool is_raised = is_count && count(key, after) > count(key, before);
    result.push_back({.path = key.path(),
                      .before = old_value,
                      .after = value,
                      .is_count = is_count,
                      .is_raised = is_raised});
  }
  return result;
}

}  // namespace

void require_continuable(const Recipe& had, const Recipe& wanted,
                         std::span<const std::string> overrides, const std::string& run) {
  for (const Change& change : changes(had, wanted)) {
    if (change.is_raised && is_overridden(change.path, overrides)) continue;
    throw UsageError(fmt::format(
        "{} = {}: the run in {} has {}, which {}; leave it out, or start anew in another folder",
        change.path, change.after, run, change.before,
        change.is_raised  ? "`overrides` alone raises"
        : change.is_count ? "may only be raised"
                          : "it keeps"));
  }
}

void require_unedited(const Recipe& had, const Recipe& recorded, const std::string& file) {
  for (const Change& change : changes(had, recorded)) {
    if (change.is_raised) continue;
    throw InputError(
        fmt::format("{} is {}, but the run was trained with {}, which it keeps; put that back, or "
                    "start anew in another folder",
                    change.path, change.after, change.before),
        file);
  }
}

}  // namespace lingan
