#include <lingan/base/fingerprint.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan {

std::string fingerprint(ByteSource& source, const std::string& name) {
  constexpr uint64_t kBasis = 0xCBF29CE484222325u;
  constexpr uint64_t kPrime = 0x100000001B3u;
  std::vector<char> buffer(size_t{1} << 16);
  const auto read = [&] {
    return with_place([&] { return name; },
                      [&] { return source.read(buffer.data(), buffer.size()); });
  };
  uint64_t hash = kBasis;
  uint64_t bytes = 0;
  while (const size_t got = read()) {
    for (const char byte : std::string_view(buffer.data(), got)) {
      hash = (hash ^ static_cast<unsigned char>(byte)) * kPrime;
    }
    bytes += got;
  }
  return fmt::format("{} bytes, fnv-1a {:016x}", bytes, hash);
}

}  // namespace lingan
