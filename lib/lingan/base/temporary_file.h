/// Temporary files: they go when their owner does, by an error, by a signal, or when the next run
/// sweeps.
#pragma once

#include <filesystem>
#include <string>

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

  Descriptor& descriptor() { return descriptor_; }
  /// Gives it its name.  @throws IoError, about `name`.
  void rename_to(const std::filesystem::path& path, const std::string& name);

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

/// Removes what processes that were killed have left in a folder: files with such names, no others.
/// REQUIRES: no other process writes there.
void sweep_temporary_files(const std::filesystem::path& folder);

}  // namespace lingan
