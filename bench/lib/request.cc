#include <bench/lib/request.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <bench/lib/instructions.h>
#include <lingan/base/parallel.h>

namespace lingan::bench {
namespace {

[[noreturn]] void refuse(const char* program) {
  std::fprintf(stderr,
               "usage: %s\n       %s check FOLDER NAME\n       %s time NAME WAY [KEY=NUMBER...]\n",
               program, program, program);
  std::exit(2);
}

}  // namespace

Request::Request(int argc, char** argv) {
  limit_instructions();
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "check" && argc == 4) {
    folder_ = argv[2];
    comparison_ = argv[3];
  } else if (command == "time" && argc >= 4) {
    comparison_ = argv[2];
    way_ = argv[3];
    for (int i = 4; i < argc; ++i) {
      const std::string_view word = argv[i];
      const size_t equals = word.find('=');
      if (equals == std::string_view::npos) refuse(argv[0]);
      settings_[std::string(word.substr(0, equals))] = std::atoll(argv[i] + equals + 1);
    }
  } else if (argc > 1) {
    refuse(argv[0]);
  }
}

bool Request::wants(const std::string& comparison) const {
  return comparison_.empty() || comparison_ == comparison;
}

int64_t Request::setting(const std::string& key, int64_t usual) const {
  const auto setting = settings_.find(key);
  return setting == settings_.end() ? usual : setting->second;
}

int Request::threads() const {
  return static_cast<int>(setting("threads", lingan::thread_count()));
}

std::filesystem::path Request::task(const std::string& comparison) const {
  return folder_.empty() ? std::filesystem::path() : folder_ / (comparison + ".safetensors");
}

}  // namespace lingan::bench
