/// Reads any bytes as a tokenizer file or a SentencePiece model, and uses what loads.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/base/utf8.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace {

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void use(const lingan::Tokenizer& tokenizer) {
  for (int32_t id = 0; id < std::min(tokenizer.size(), 64); ++id) tokenizer.piece(id);
  for (const char* line :
       {"12 3", "12 3, \xC3\xA9 <s1>  a man\xE2\x96\x81riding 0x12\t\xE5\x90\xBE"}) {
    if (tokenizer.kind() == "ids" && line[4] != '\0') continue;
    const auto ids = tokenizer.encode(line);
    for (const int32_t id : ids) require(id >= 0 && id < tokenizer.size());
    tokenizer.decode(ids);
  }
  const auto ids = tokenizer.encode("12 3");
  const auto again = lingan::load_tokenizer_bytes(tokenizer.serialize(), "again");
  require(again->size() == tokenizer.size() && again->encode("12 3") == ids);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    use(*lingan::load_tokenizer_bytes(bytes, "fuzz"));
  } catch (const lingan::InputError&) {
    // Malformed input must end here, with a message.
  }
  return 0;
}
