#include <lingan/base/temporary_file.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr std::string_view kPrefix = ".lingan-";
constexpr std::string_view kSuffix = ".part";
constexpr size_t kDigits = 16;

std::string new_name() {
  uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = ::getpid();
  char digits[kDigits + 1];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(number));
  return std::string(kPrefix) + digits + std::string(kSuffix);
}

bool is_temporary_name(std::string_view name) {
  return name.size() == kPrefix.size() + kDigits + kSuffix.size() && name.starts_with(kPrefix) &&
         name.ends_with(kSuffix) &&
         name.substr(kPrefix.size(), kDigits).find_first_not_of("0123456789abcdef") ==
             std::string_view::npos;
}

/// The names of this process' files, where a handler of signals finds them.
using Slot = std::atomic<const char*>;
std::array<Slot, 64> slots;
static_assert(Slot::is_always_lock_free);

/// A copy of the path, which belongs to the slots: a handler may be reading it whenever it likes.
const char* remember(const std::string& path) {
  const char* const copy = ::strdup(path.c_str());
  for (Slot& slot : slots) {
    const char* empty = nullptr;
    if (copy != nullptr && slot.compare_exchange_strong(empty, copy)) return copy;
  }
  std::free(const_cast<char*>(copy));
  return nullptr;
}

/// From now on no handler looks at the path; one that does keeps it.
void forget(const char* copy) {
  for (Slot& slot : slots) {
    const char* taken = copy;
    if (copy != nullptr && slot.compare_exchange_strong(taken, nullptr)) {
      return std::free(const_cast<char*>(copy));
    }
  }
}

}  // namespace

TemporaryFile::TemporaryFile(const std::filesystem::path& folder, unsigned mode,
                             const std::string& name) {
  do {
    path_ = (folder / new_name()).string();
    forget(std::exchange(remembered_, remember(path_)));  // first: a signal may come at once
    descriptor_ = Descriptor(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  } while (!descriptor_.is_open() && errno == EEXIST);
  if (descriptor_.is_open()) return;
  const int reason = errno;
  keep_at_signals();
  errno = reason;
  throw_io_error(name,
                 "cannot make a file in the folder " + (folder.empty() ? "." : folder.string()));
}

TemporaryFile::~TemporaryFile() {
  if (path_.empty()) return;
  ::unlink(path_.c_str());
  forget(remembered_);
}

std::error_code TemporaryFile::rename_to(const std::filesystem::path& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) return {errno, std::generic_category()};
  keep_at_signals();
  path_.clear();
  return {};
}

std::error_code TemporaryFile::add_name(const std::filesystem::path& path) {
  if (::link(path_.c_str(), path.c_str()) == 0) return {};
  if (errno == EEXIST) return {errno, std::generic_category()};
  return rename_to(path);
}

void TemporaryFile::keep_at_signals() { forget(std::exchange(remembered_, nullptr)); }

Descriptor open_unnamed_file() {
  const char* const chosen = std::getenv("TMPDIR");
  const std::string folder = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
#if defined(O_TMPFILE)
  if (Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
      file.is_open()) {
    return file;
  }
#endif
  std::string path = folder + "/.lingan-XXXXXX";  // where the file system knows no unnamed files
  Descriptor file(::mkostemp(path.data(), O_CLOEXEC));
  if (!file.is_open()) throw_io_error(folder, "cannot keep a copy (set TMPDIR)");
  ::unlink(path.c_str());
  return file;
}

void remove_temporary_files() noexcept {
  for (Slot& slot : slots) {
    if (const char* path = slot.exchange(nullptr)) ::unlink(path);
  }
}

std::vector<std::filesystem::path> temporary_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (is_temporary_name(entry.path().filename().string()) &&
        entry.symlink_status(ignored).type() == std::filesystem::file_type::regular) {
      files.push_back(entry.path());
    }
  }
  return files;
}

void flush_folder(const std::filesystem::path& folder) {
  const Descriptor directory(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.is_open()) (void)::fsync(directory.get());
}

void sweep_temporary_files(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& file : temporary_files(folder)) std::filesystem::remove(file, ignored);
}

}  // namespace lingan
