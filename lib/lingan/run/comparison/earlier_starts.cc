#include <lingan/run/comparison/earlier_starts.h>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/pretraining.h>

namespace lingan {
namespace {

/// Whether a run is what a start would be.
bool is_same(const RunDirectory& run, const RunSpec& start, const RunSentences& sentences) {
  const RunSpec& own = run.spec();
  const bool is_finished = std::filesystem::exists(run.frontier());
  const bool only_pretrains = !without_adversary(own.recipe, false).empty();
  return is_finished && only_pretrains && own.seed == start.seed &&
         own.oracle.empty() == start.oracle.empty() &&
         pretrain_the_same(own.recipe, start.recipe, !start.oracle.empty()) &&
         own.tokenizer->serialize() == start.tokenizer->serialize() &&
         same_sentences(run.sentences(), sentences);
}

}  // namespace

std::filesystem::path earlier_start(std::span<const std::filesystem::path> comparisons,
                                    const RunSpec& start, const RunSentences& sentences) {
  for (const auto& comparison : comparisons) {
    if (!std::filesystem::is_directory(comparison)) {
      throw UsageError("`starts`: " + comparison.string() +
                       " is no folder; name that of a comparison");
    }
    for (const auto& recipe : std::filesystem::directory_iterator(comparison)) {
      auto folder = recipe.path() / fmt::format("seed-{}", start.seed);
      if (!RunDirectory::exists(folder)) continue;
      if (is_same(RunDirectory::open(folder), start, sentences)) return folder;
    }
  }
  return {};
}

}  // namespace lingan
