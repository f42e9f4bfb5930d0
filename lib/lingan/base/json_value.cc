#include <lingan/base/json_value.h>

namespace lingan {

nlohmann::json parse_json(std::string_view text, const nlohmann::json::parser_callback_t& watch) {
  try {
    return nlohmann::json::parse(text.begin(), text.end(), watch);
  } catch (const nlohmann::json::parse_error& error) {
    throw InputError("malformed JSON at byte " + std::to_string(error.byte));
  } catch (const nlohmann::json::exception&) {  // a number beyond all numbers
    throw InputError("malformed JSON: a number that is too large");
  }
}

}  // namespace lingan
