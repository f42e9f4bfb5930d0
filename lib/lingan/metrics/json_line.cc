#include <lingan/metrics/json_line.h>

#include <algorithm>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/json_value.h>
#include <lingan/metrics/token_line.h>

namespace lingan::metrics {
namespace {

/// @return without the first ending that the path has.
std::string_view without_ending(std::string_view path, std::initializer_list<const char*> endings) {
  for (const std::string_view ending : endings) {
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  }
  return path;
}

std::string text_of(const nlohmann::json& value) {
  if (!value.is_string()) {
    throw InputError("expected a string, a list of strings, or an object with the key 'text'");
  }
  auto text = value.get<std::string>();
  if (text.find('\0') != std::string::npos) throw InputError("the text has a NUL character");
  return text;
}

}  // namespace

bool names_json_lines(std::string_view path) {
  const std::string_view unpacked = without_ending(path, {".gz", ".xz", ".zst"});
  return unpacked.ends_with(".jsonl") || unpacked.ends_with(".ndjson");
}

std::string sentence_of_json(std::string_view line) {
  const nlohmann::json parsed = parse_json(line);
  const bool has_text = parsed.is_object() && parsed.contains("text");
  const nlohmann::json& sentence = has_text ? parsed["text"] : parsed;
  if (!sentence.is_array()) return text_of(sentence);
  std::vector<std::string> tokens;
  for (const auto& token : sentence) tokens.push_back(text_of(token));
  return token_line(tokens);
}

}  // namespace lingan::metrics
