#include <lingan/base/file.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw IoError(std::string(what) + ": " + std::strerror(errno), path.string());
}

/// Closes a descriptor when it goes out of scope.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0644)
      : value_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
    if (value_ < 0) fail(path, "cannot open");
  }
  ~Descriptor() { ::close(value_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

void write_all(int descriptor, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "cannot write");
    content.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path, uint64_t max_bytes) {
  const Descriptor file(path, O_RDONLY);
  struct stat status;
  if (::fstat(file.get(), &status) != 0) fail(path, "cannot read");
  if (S_ISDIR(status.st_mode)) throw IoError("is a folder; name a file", path.string());
  if (static_cast<uint64_t>(status.st_size) > max_bytes) {
    throw InputError("file of " + std::to_string(status.st_size) +
                         " bytes is larger than the limit of " + std::to_string(max_bytes),
                     path.string());
  }
  std::string content;
  content.reserve(static_cast<size_t>(status.st_size));
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, "cannot read");
    if (got == 0) return content;
    content.append(buffer, static_cast<size_t>(got));
    if (content.size() > max_bytes) {
      throw InputError("longer than the limit of " + std::to_string(max_bytes) + " bytes",
                       path.string());
    }
  }
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  auto temporary = path;
  temporary += ".tmp-" + std::to_string(::getpid());
  try {
    const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    write_all(file.get(), content, path);
    if (::fsync(file.get()) != 0) fail(path, "cannot flush to disk");
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    errno = reason;
    fail(path, "cannot rename into place");
  }
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(folder, O_RDONLY | O_DIRECTORY);
  ::fsync(directory.get());
}

LineFile::LineFile(const std::filesystem::path& path, uint64_t keep_bytes) : path_(path) {
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail(path, "cannot open");
  struct stat status;
  if (::fstat(descriptor_, &status) != 0 || static_cast<uint64_t>(status.st_size) < keep_bytes) {
    ::close(descriptor_);
    throw IoError("shorter than the " + std::to_string(keep_bytes) +
                      " bytes that were written before; the file was cut by something else",
                  path.string());
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(keep_bytes)) != 0 ||
      ::lseek(descriptor_, 0, SEEK_END) < 0) {
    const int reason = errno;
    ::close(descriptor_);
    errno = reason;
    fail(path, "cannot cut to its saved length");
  }
  size_ = keep_bytes;
}

LineFile::~LineFile() { ::close(descriptor_); }

void LineFile::append(std::string_view line) {
  std::string record(line);
  record += '\n';
  write_all(descriptor_, record, path_);
  size_ += record.size();
}

void LineFile::sync() {
  if (::fsync(descriptor_) != 0) fail(path_, "cannot flush to disk");
}

}  // namespace lingan
