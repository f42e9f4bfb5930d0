#include "tools/comparison_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tools/frontier_picture.h"

namespace lingan::tools {
namespace {

bool is_json(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("metrics")) return false;
  constexpr std::array<std::string_view, 7> kKeys = {"metrics", "generator-of", "recipes", "runs",
                                                     "verdict", "text",         "notices"};
  for (const auto& item : json.items()) {
    if (std::ranges::find(kKeys, item.key()) == kKeys.end()) return false;
  }
  const auto recipes = json.find("recipes");
  return recipes != json.end() && recipes->is_array() &&
         std::all_of(recipes->begin(), recipes->end(), [](const nlohmann::json& recipe) {
           return recipe.is_object() && recipe.contains("recipe") && recipe.contains("strategy") &&
                  recipe.contains("seconds") && recipe.contains("metrics");
         });
}

bool is_tsv(const std::string& text) {
  if (!text.starts_with(kComparisonTsvHeader) || !text.ends_with('\n')) return false;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    if (std::count(text.begin() + begin, text.begin() + end, '\t') != 4) return false;
    begin = end + 1;
  }
  return true;
}

bool is_picture(const std::string& text) {
  return text.starts_with(kFrontierPictureStart) && text.ends_with("</svg>\n");
}

void require_own(const std::filesystem::path& path, bool (*is_own)(const std::string&)) {
  std::error_code ignored;
  // Nothing but a plain file is replaced.
  if (!std::filesystem::is_regular_file(path, ignored) || is_own(read_file(path))) return;
  throw UsageError(
      "is there and no comparison has made it; name another `folder`, or remove the file",
      path.string());
}

}  // namespace

void require_own_comparison(const std::filesystem::path& folder) {
  require_own(folder / kComparisonJson, is_json);
  require_own(folder / kComparisonTsv, is_tsv);
  require_own(folder / kFrontiersSvg, is_picture);
}

}  // namespace lingan::tools
