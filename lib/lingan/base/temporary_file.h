/// Temporary files: they go when their owner does, by an error, by a signal, or when the next run
/// sweeps.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <lingan/base/descriptor.h>

namespace lingan {

/// A file with a name that nothing else has, `.lingan-` with 16 hexadecimal digits and `.part`:
/// what is to become another file, in whose folder it is.
class TemporaryFile {
 public:
  /// @param mode  permissions, from which the process' umask takes.
  /// @throws IoError, about `name`, if the folder takes no file.
  TemporaryFile(const std::filesystem::path& folder, unsigned mode, const std::string& name);
  /// Removes the file.
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// To write and to read.
  Descriptor& descriptor() { return descriptor_; }
  /// Gives it its name, and the file of that name up.  @return the system's reason if it cannot.
  std::error_code rename_to(const std::filesystem::path& path);
  /// Gives it a second name, which nothing has. A file system where a file has but one gives it
  /// that.  @return as rename_to
  std::error_code add_name(const std::filesystem::path& path);
  /// From now on a signal that ends the process leaves it.
  void keep_at_signals();

 private:
  std::string path_;
  const char* remembered_ = nullptr;  // for handlers of signals
  Descriptor descriptor_;
};

/// A file without a name, which is gone with its descriptor, in the folder that TMPDIR names, or
/// in `/tmp`.
/// @throws IoError
Descriptor open_unnamed_file();

/// Removes the temporary files of this process. For handlers of signals: it calls nothing that they
/// may not.
void remove_temporary_files() noexcept;

/// The files of a folder that have such names.
std::vector<std::filesystem::path> temporary_files(const std::filesystem::path& folder);

/// Flushes to disk which files a folder has, where the system lets it be opened.
void flush_folder(const std::filesystem::path& folder);

/// Removes what processes that were killed have left in a folder: files with such names, no others.
/// REQUIRES: no other process writes there.
void sweep_temporary_files(const std::filesystem::path& folder);

}  // namespace lingan
