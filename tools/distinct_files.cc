#include "tools/distinct_files.h"

#include <filesystem>
#include <optional>
#include <utility>

#include <sys/stat.h>

#include <lingan/base/descriptor.h>
#include <lingan/base/error.h>
#include <lingan/base/output_file.h>

namespace lingan::tools {
namespace {

/// What a name leads to.
struct Target {
  std::optional<struct stat> status;  ///< none: nothing is there yet
  std::filesystem::path path;         ///< where it is to be
};

Target target_of(const std::filesystem::path& name) {
  struct stat status;
  const auto number = descriptor_named(name);
  const int failed = number ? ::fstat(*number, &status) : ::stat(name.c_str(), &status);
  if (failed == 0) return {status, {}};
  std::error_code ignored;
  const auto path = std::filesystem::absolute(follow_links(name), ignored);
  return {std::nullopt,
          std::filesystem::weakly_canonical(path.parent_path(), ignored) / path.filename()};
}

bool are_same(const Target& a, const Target& b) {
  if (a.status.has_value() != b.status.has_value()) return false;
  if (!a.status) return a.path == b.path;
  return a.status->st_dev == b.status->st_dev && a.status->st_ino == b.status->st_ino;
}

struct Use {
  NamedFile file;
  bool is_output;
  Target target;
};

bool are_stdin(const Use& a, const Use& b) {
  return !a.is_output && !b.is_output && a.file.name == "-" && b.file.name == "-";
}

void require_distinct(const Use& a, const Use& b) {
  if (!are_same(a.target, b.target)) return;
  const std::string both = a.file.option + " and " + b.file.option;
  const mode_t mode = a.target.status ? a.target.status->st_mode : S_IFREG;
  const bool is_socket = S_ISSOCK(mode) && a.is_output == b.is_output;
  if (S_ISFIFO(mode) || is_socket || are_stdin(a, b)) {
    throw UsageError(both + (are_stdin(a, b) ? " are both stdin" : " name one pipe") +
                     "; what goes through a pipe can stand for one file only");
  }
  if (!S_ISREG(mode) || !(a.is_output || b.is_output)) return;
  throw UsageError(both + " name one file; name another output");
}

}  // namespace

void require_distinct(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs) {
  std::vector<Use> uses;
  const auto add = [&uses](const NamedFile& file, bool is_output) {
    if (file.name.empty()) return;
    const char* const stream = is_output ? "/dev/stdout" : "/dev/stdin";
    Use use{file, is_output, target_of(file.name == "-" ? stream : file.name)};
    for (const Use& other : uses) require_distinct(other, use);
    uses.push_back(std::move(use));
  };
  for (const NamedFile& file : inputs) add(file, false);
  for (const NamedFile& file : outputs) add(file, true);
}

}  // namespace lingan::tools
