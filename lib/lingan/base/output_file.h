/// Outputs: how every file that lingan writes is opened.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <lingan/base/descriptor.h>
#include <lingan/base/temporary_file.h>

namespace lingan {

/// A file to write. A plain file, or one that is not there yet, gets its new content at once and
/// whole, by `finish`: until then, and where there is an error or a crash, the old content stands.
/// Its permissions stay. A symbolic link stays and what it leads to is written. A device, a pipe
/// and an open descriptor (`/dev/stdout`, `/dev/fd/N`) are written directly. Nothing else is ever
/// replaced or removed.
class OutputFile {
 public:
  /// @throws IoError naming the file and the system's reason.
  explicit OutputFile(const std::filesystem::path& path);

  /// @throws IoError, as finish
  void write(std::string_view content);
  /// Puts a plain file in its place, flushed to disk. Call it once, last.
  void finish();

 private:
  void open_directly(const std::filesystem::path& path, int flags);
  void open_temporary(bool exists);

  std::string name_;  // as it was given, for messages
  std::filesystem::path target_;
  std::optional<TemporaryFile> temporary_;  // of a plain file
  Descriptor direct_;                       // of anything else
};

}  // namespace lingan
