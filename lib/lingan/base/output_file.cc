#include <lingan/base/output_file.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr int kStandardOutput = 1;

/// Whether the path leads to the file of that status.
bool is_at(const std::filesystem::path& path, const struct stat& file) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && status.st_dev == file.st_dev &&
         status.st_ino == file.st_ino;
}

bool may(const std::filesystem::path& path, int mode) {
  return ::faccessat(AT_FDCWD, path.empty() ? "." : path.c_str(), mode, AT_EACCESS) == 0;
}

/// Whether the system refused to replace a file that may perhaps be written.
bool is_kept(std::error_code reason) {
  return reason == std::errc::operation_not_permitted || reason == std::errc::permission_denied ||
         reason == std::errc::device_or_resource_busy;
}

}  // namespace

std::filesystem::path follow_links(std::filesystem::path path) {
  constexpr int kMaximumLinks = 40;
  for (int links = 0; links < kMaximumLinks && !descriptor_named(path); ++links) {
    std::error_code no_link;
    const auto next = std::filesystem::read_symlink(path, no_link);
    if (no_link) break;
    path = path.parent_path() / next;
  }
  return path;
}

OutputFile::OutputFile(const std::filesystem::path& path)
    : name_(path.string()), target_(follow_links(path)) {
  if (const auto number = descriptor_named(target_)) {
    direct_ = copy_descriptor(*number);
    is_stdout_ = *number == kStandardOutput;
    if (!direct_.is_open()) throw_io_error(name_, "cannot open");
    return;
  }
  struct stat status;
  exists_ = ::stat(path.c_str(), &status) == 0;
  if (!exists_ && (errno != ENOENT || !target_.has_filename())) {
    throw_io_error(name_, "cannot open");
  }
  if (exists_ && !S_ISREG(status.st_mode)) {
    open_directly(path, O_WRONLY);
  } else if (exists_ && !is_at(target_, status)) {
    // Some links lead elsewhere than their text says: /proc/PID/fd/N of a file that was removed.
    open_directly(path, O_WRONLY | O_TRUNC);
  } else {
    open_temporary();
  }
}

void OutputFile::open_directly(const std::filesystem::path& path, int flags) {
  direct_ = Descriptor(::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY));
  if (!direct_.is_open()) throw_io_error(name_, "cannot open");
}

void OutputFile::open_temporary() {
  if (exists_ && !may(target_, W_OK)) throw_io_error(name_, "cannot open");
  const auto folder = target_.parent_path();
  is_copied_ = exists_ && !may(folder, W_OK | X_OK);
  if (is_copied_) {
    direct_ = open_unnamed_file();
    return;
  }
  temporary_.emplace(folder, exists_ ? 0600 : 0666, name_);
  struct stat status;
  if (!exists_ || ::stat(target_.c_str(), &status) != 0) return;
  const int file = temporary_->descriptor().get();
  // Only root gives files away; where it is refused the new file is the user's own.
  if (::fchown(file, status.st_uid, status.st_gid) != 0) errno = 0;
  if (::fchmod(file, status.st_mode & 07777) != 0) throw_io_error(name_, "cannot open");
}

void OutputFile::fail_to_write(std::error_code reason) const {
  if (is_stdout_ && reason == std::errc::broken_pipe) {
    throw ReaderLeft("cannot write: " + reason.message(), name_);
  }
  throw_io_error(name_, "cannot write", reason);
}

void OutputFile::write(std::string_view content) {
  if (const std::error_code reason = write_all(file().get(), content)) fail_to_write(reason);
}

void OutputFile::finish() {
  const bool is_plain = temporary_ || is_copied_;
  if (is_plain && ::fsync(file().get()) != 0) throw_io_error(name_, "cannot flush to disk");
  const Descriptor content = is_plain ? copy_descriptor(file().get()) : Descriptor();
  if (const std::error_code reason = file().close()) fail_to_write(reason);
  if (is_copied_) return overwrite(content);
  if (!temporary_) return;
  const std::error_code reason = temporary_->rename_to(target_);
  if (reason && exists_ && is_kept(reason)) return overwrite(content);
  if (reason) throw_io_error(name_, "cannot rename into place", reason);
  flush_folder(target_.parent_path());
}

/// Gives the file that is there, and stays, the content.
void OutputFile::overwrite(const Descriptor& content) const {
  Descriptor target(::open(target_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!target.is_open()) throw_io_error(name_, "cannot open");
  std::array<char, size_t{1} << 16> buffer;
  int64_t at = 0;
  while (const size_t got = read_some_at(content.get(), buffer.data(), buffer.size(), at, name_)) {
    if (const auto reason = write_all(target.get(), {buffer.data(), got})) fail_to_write(reason);
    at += static_cast<int64_t>(got);
  }
  if (::fsync(target.get()) != 0) throw_io_error(name_, "cannot flush to disk");
  if (const std::error_code reason = target.close()) fail_to_write(reason);
}

}  // namespace lingan
