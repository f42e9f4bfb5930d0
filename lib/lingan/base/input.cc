#include <lingan/base/input.h>

#include <cerrno>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <lingan/base/decompression.h>
#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/temporary_file.h>

#ifndef PIPEFS_MAGIC
#define PIPEFS_MAGIC 0x50495045
#endif

namespace lingan {
namespace {

/// What a descriptor gives from where it is.
class DescriptorSource : public ByteSource {
 public:
  DescriptorSource(Descriptor file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}

  size_t read(char* buffer, size_t bytes) override {
    if (has_ended_) return 0;
    const size_t got = read_some(file_.get(), buffer, bytes, name_);
    has_ended_ = got == 0;  // a terminal would go on after its end
    taken_ += got;
    return got;
  }
  uint64_t size() const override {
    struct stat status;
    const bool is_known = ::fstat(file_.get(), &status) == 0 && S_ISREG(status.st_mode);
    return is_known ? static_cast<uint64_t>(status.st_size) : 0;
  }
  uint64_t taken() const override { return taken_; }

 private:
  Descriptor file_;
  std::string name_;
  uint64_t taken_ = 0;
  bool has_ended_ = false;
};

/// What can be read at any place, from its first byte on, however often it is read elsewhere.
class PositionSource : public ByteSource {
 public:
  /// As read_some_at, of what is read.
  using ReadAt = std::function<size_t(char* buffer, size_t bytes, uint64_t at)>;

  explicit PositionSource(ReadAt read_at) : read_at_(std::move(read_at)) {}

  size_t read(char* buffer, size_t bytes) override {
    const size_t got = read_at_(buffer, bytes, taken_);
    taken_ += got;
    return got;
  }
  uint64_t taken() const override { return taken_; }

 private:
  ReadAt read_at_;
  uint64_t taken_ = 0;
};

struct stat status_of(const Descriptor& file, const std::string& name) {
  struct stat status;
  if (::fstat(file.get(), &status) != 0) throw_io_error(name, "cannot read");
  return status;
}

/// Whether it is a pipe or socket that no path leads to anew: once read it stays empty. A FIFO may
/// have a new writer.
bool can_be_read_once(const Descriptor& file, const struct stat& status) {
  if (S_ISSOCK(status.st_mode)) return true;
  struct statfs system;
  return S_ISFIFO(status.st_mode) && ::fstatfs(file.get(), &system) == 0 &&
         system.f_type == PIPEFS_MAGIC;
}

/// Notes what gives its bytes once, and `-`, which does so whatever it is.
void require_unread(const std::filesystem::path& path, const Descriptor& file) {
  static std::mutex mutex;
  static std::set<std::pair<uint64_t, uint64_t>> opened;
  const std::string name = input_name(path);
  const struct stat status = status_of(file, name);
  const std::lock_guard lock(mutex);
  bool is_new = path != "-" || opened.emplace(0, 0).second;
  if (can_be_read_once(file, status)) {
    is_new = opened.emplace(status.st_dev, status.st_ino).second && is_new;
  }
  if (is_new) return;
  throw UsageError("was read before; what comes through a pipe can stand for one file only", name);
}

Descriptor open_descriptor(const std::filesystem::path& path) {
  const std::string name = input_name(path);
  const std::optional<int> number = path == "-" ? 0 : descriptor_named(path);
  // A descriptor that is opened by its name here is closed for its user: see tools/process.h.
  const int flags = number ? ::fcntl(*number, F_GETFL) : 0;
  if (number && flags >= 0 && (flags & O_PATH) != 0) {
    errno = EBADF;
    throw_io_error(name, "cannot read");
  }
  Descriptor file(path == "-" ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  // Sockets, and files that only an earlier user could open, have no other way.
  if (!file.is_open() && number) file = copy_descriptor(*number);
  if (!file.is_open()) throw_io_error(name, "cannot open");
  require_unread(path, file);
  return file;
}

std::unique_ptr<ByteSource> unpack(std::unique_ptr<ByteSource> source, const std::string& name) {
  return with_place([&] { return name; }, [&] { return unpacked(std::move(source)); });
}

}  // namespace

std::string input_name(const std::filesystem::path& path) {
  return path == "-" ? "stdin" : path.string();
}

bool names_input(const std::string& name) {
  std::error_code ignored;
  return name == "-" || name.find('/') != std::string::npos ||
         std::filesystem::exists(name, ignored);
}

std::unique_ptr<ByteSource> open_input(const std::filesystem::path& path) {
  const std::string name = input_name(path);
  return unpack(std::make_unique<DescriptorSource>(open_descriptor(path), name), name);
}

/// What can be read once, and a copy of what was read of it. Its readings begin at the first byte
/// and go on where they are, so that none asks for bytes after the next ones.
class RereadableInput::Spool {
 public:
  Spool(Descriptor file, std::string name)
      : file_(std::move(file)), copy_(open_unnamed_file()), name_(std::move(name)) {}

  /// As read_some_at. May be called from several threads.
  size_t read_at(char* buffer, size_t bytes, uint64_t at) {
    const std::lock_guard lock(mutex_);
    if (at < copied_ || has_ended_) {
      return read_some_at(copy_.get(), buffer, bytes, static_cast<int64_t>(at), name_);
    }
    if (interrupted()) throw Interrupted("interrupted while reading " + name_);
    const size_t got = read_some(file_.get(), buffer, bytes, name_);
    has_ended_ = got == 0;
    if (const std::error_code reason = write_all(copy_.get(), {buffer, got})) {
      throw IoError("cannot keep a copy: " + reason.message() +
                        "; name a larger disk's folder in the variable TMPDIR",
                    name_);
    }
    copied_ += got;
    return got;
  }

 private:
  std::mutex mutex_;
  Descriptor file_;
  Descriptor copy_;
  std::string name_;
  uint64_t copied_ = 0;
  bool has_ended_ = false;
};

RereadableInput::RereadableInput(const std::filesystem::path& path)
    : name_(input_name(path)), file_(open_descriptor(path)) {
  if (S_ISREG(status_of(file_, name_).st_mode)) {
    first_byte_ = ::lseek(file_.get(), 0, SEEK_CUR);
  } else {
    spool_ = std::make_unique<Spool>(std::move(file_), name_);
  }
}

RereadableInput::~RereadableInput() = default;

std::unique_ptr<ByteSource> RereadableInput::open() const {
  const auto read_at = [this](char* buffer, size_t bytes, uint64_t at) {
    return spool_ != nullptr ? spool_->read_at(buffer, bytes, at)
                             : read_some_at(file_.get(), buffer, bytes,
                                            first_byte_ + static_cast<int64_t>(at), name_);
  };
  return unpack(std::make_unique<PositionSource>(read_at), name_);
}

}  // namespace lingan
