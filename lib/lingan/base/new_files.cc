#include <lingan/base/new_files.h>

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace lingan {

NewFiles::~NewFiles() {
  for (size_t i = 0; i < placed_; ++i) ::unlink(files_[i].path.c_str());
}

void NewFiles::add(const std::string& name, std::string_view content) {
  const std::filesystem::path path = folder_ / name;
  auto temporary = std::make_unique<TemporaryFile>(folder_, 0666, path.string());
  const int file = temporary->descriptor().get();
  std::error_code reason = write_all(file, content);
  if (!reason && ::fsync(file) != 0) reason = {errno, std::generic_category()};
  if (!reason) reason = temporary->descriptor().close();
  if (reason) throw_io_error(path.string(), "cannot write", reason);
  files_.push_back({path, std::move(temporary)});
}

void NewFiles::finish() {
  // A signal that ends the process now leaves what can be known again, as SIGKILL does.
  for (const File& file : files_) file.temporary->keep_at_signals();
  for (const File& file : files_) {
    if (placed_ + 1 == files_.size()) flush_folder(folder_);
    if (const std::error_code reason = file.temporary->add_name(file.path)) {
      throw_io_error(file.path.string(), "cannot put in place", reason);
    }
    ++placed_;
  }
  flush_folder(folder_);
  placed_ = 0;
  files_.clear();
}

bool is_unfinished(const std::filesystem::path& path) {
  struct stat file;
  if (::lstat(path.c_str(), &file) != 0) return false;
  return std::ranges::any_of(temporary_files(path.parent_path()), [&file](const auto& temporary) {
    struct stat other;
    return ::lstat(temporary.c_str(), &other) == 0 && other.st_dev == file.st_dev &&
           other.st_ino == file.st_ino;
  });
}

void remove_unfinished_files(const std::filesystem::path& folder,
                             std::span<const char* const> names) {
  for (const char* name : names) {
    if (is_unfinished(folder / name)) ::unlink((folder / name).c_str());
  }
  sweep_temporary_files(folder);
}

}  // namespace lingan
