#include <lingan/base/json_value.h>

#include <vector>

namespace lingan {
namespace {

using Json = nlohmann::json;

/// @param watch  as of nlohmann::json::parse; null: nothing is watched.
Json parse(std::string_view text, const Json::parser_callback_t& watch) {
  try {
    return Json::parse(text.begin(), text.end(), watch);
  } catch (const Json::parse_error& error) {
    throw InputError("malformed JSON at byte " + std::to_string(error.byte));
  } catch (const Json::exception&) {  // a number beyond all numbers
    throw InputError("malformed JSON: a number that is too large");
  }
}

}  // namespace

Json parse_json(std::string_view text) { return parse(text, nullptr); }

Json parse_json_document(std::string_view text, int deepest, const NestingRefusal& refuse) {
  std::vector<std::set<std::string>> keys(static_cast<size_t>(deepest) + 1);
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    using Event = Json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      if (depth >= deepest) {
        if (refuse) refuse(keys[1]);
        throw InputError("JSON is nested too deep");
      }
      keys[static_cast<size_t>(depth) + 1].clear();
    }
    if (event == Event::key) {
      const auto key = parsed.get<std::string>();
      if (!keys[static_cast<size_t>(depth)].insert(key).second) {
        throw InputError("the key '" + key + "' appears twice");
      }
    }
    return true;
  };
  return parse(text, watch);
}

}  // namespace lingan
