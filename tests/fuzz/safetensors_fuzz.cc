// Checkpoints come from anywhere: no byte string may crash the reader, and what it accepts must
// survive being written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/base/safetensors.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lingan::SafetensorsIndex index;
  try {
    index = lingan::parse_safetensors({reinterpret_cast<const char*>(data), size}, "input");
  } catch (const lingan::InputError&) {
    return 0;
  }
  const std::string written = lingan::format_safetensors(index);
  const lingan::SafetensorsIndex again = lingan::parse_safetensors(written, "rewritten");
  if (again.tensors.size() != index.tensors.size() || again.metadata != index.metadata)
    std::abort();
  for (const auto& [name, view] : index.tensors) {
    if (again.tensors.at(name).bytes != view.bytes) std::abort();
  }
  return 0;
}
