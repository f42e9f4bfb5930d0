#include <lingan/base/output_file.h>

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lingan {
namespace {

/// Where a name leads through symbolic links; nothing needs to be there. It stops at the name of
/// an open descriptor.
std::filesystem::path follow_links(std::filesystem::path path) {
  constexpr int kMostLinks = 40;
  for (int links = 0; links < kMostLinks && !descriptor_named(path); ++links) {
    std::error_code no_link;
    const auto next = std::filesystem::read_symlink(path, no_link);
    if (no_link) break;
    path = path.parent_path() / next;
  }
  return path;
}

/// Whether the path leads to the file of that status.
bool is_at(const std::filesystem::path& path, const struct stat& file) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && status.st_dev == file.st_dev &&
         status.st_ino == file.st_ino;
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path)
    : name_(path.string()), target_(follow_links(path)) {
  if (const auto number = descriptor_named(target_)) {
    direct_ = copy_descriptor(*number);
    if (!direct_.is_open()) throw_io_error(name_, "cannot open");
    return;
  }
  struct stat status;
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (!exists && (errno != ENOENT || !target_.has_filename())) throw_io_error(name_, "cannot open");
  if (exists && !S_ISREG(status.st_mode)) {
    open_directly(path, O_WRONLY);
  } else if (exists && !is_at(target_, status)) {
    // Some links lead elsewhere than their text says: /proc/PID/fd/N of a file that was removed.
    open_directly(path, O_WRONLY | O_TRUNC);
  } else {
    open_temporary(exists);
  }
}

void OutputFile::open_directly(const std::filesystem::path& path, int flags) {
  direct_ = Descriptor(::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY));
  if (!direct_.is_open()) throw_io_error(name_, "cannot open");
}

/// @param exists  a file is there already, whose owner and permissions the new one gets.
void OutputFile::open_temporary(bool exists) {
  if (exists && ::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) {
    throw_io_error(name_, "cannot open");
  }
  temporary_.emplace(target_.parent_path(), exists ? 0600 : 0666, name_);
  struct stat status;
  if (!exists || ::stat(target_.c_str(), &status) != 0) return;
  const int file = temporary_->descriptor().get();
  // Only root gives files away; where it is refused the new file is the user's own.
  if (::fchown(file, status.st_uid, status.st_gid) != 0) errno = 0;
  if (::fchmod(file, status.st_mode & 07777) != 0) throw_io_error(name_, "cannot open");
}

void OutputFile::write(std::string_view content) {
  const int file = temporary_ ? temporary_->descriptor().get() : direct_.get();
  if (const std::error_code reason = write_all(file, content)) {
    errno = reason.value();
    throw_io_error(name_, "cannot write");
  }
}

void OutputFile::finish() {
  if (temporary_ && ::fsync(temporary_->descriptor().get()) != 0) {
    throw_io_error(name_, "cannot flush to disk");
  }
  if (const std::error_code reason = (temporary_ ? temporary_->descriptor() : direct_).close()) {
    errno = reason.value();
    throw_io_error(name_, "cannot write");
  }
  if (!temporary_) return;
  temporary_->rename_to(target_, name_);
  const auto folder = target_.has_parent_path() ? target_.parent_path() : ".";
  // A folder that may not be read cannot be flushed either; the file is in its place all the same.
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.is_open()) (void)::fsync(directory.get());
}

}  // namespace lingan
