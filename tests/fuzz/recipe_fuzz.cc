// Recipes come from users: no byte string may crash the reader, and what it accepts must format to
// a text that reads back to the same recipe.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string formatted;
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    formatted = lingan::format_recipe(lingan::parse_recipe(text, "input"));
  } catch (const lingan::InputError&) {
    return 0;
  }
  if (lingan::format_recipe(lingan::parse_recipe(formatted, "formatted")) != formatted)
    std::abort();
  return 0;
}
