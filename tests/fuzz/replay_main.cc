/// Runs a fuzz target once on the empty input and on each file of the folders named, in place of
/// libFuzzer's main.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include <lingan/base/file.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void replay(const std::string& content) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(content.data()), content.size());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    replay("");
    int seeds = 0;
    for (int i = 1; i < argc; ++i) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
        if (!entry.is_regular_file()) continue;
        replay(lingan::read_file(entry.path(), uint64_t{1} << 26));
        ++seeds;
      }
    }
    std::printf("%d seeds replayed\n", seeds);
    return seeds > 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "replay: %s\n", error.what());
    return 1;
  }
}
