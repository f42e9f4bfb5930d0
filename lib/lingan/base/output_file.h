/// Outputs: how every file that lingan writes is opened.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <lingan/base/descriptor.h>
#include <lingan/base/temporary_file.h>

namespace lingan {

/// A file to write. A plain file, or one that is not there yet, gets its new content at once and
/// whole, by `finish`: until then, and where there is an error or a crash, the old content stands.
/// Its permissions stay. One that may be written but not replaced (its folder takes no new files,
/// it is mounted, or another user's in a folder such as `/tmp`) is truncated and written by
/// `finish`. A symbolic link stays and what it leads to is written. A device, a pipe and an open
/// descriptor (`/dev/stdout`, `/dev/fd/N`) are written directly. Nothing else is ever replaced or
/// removed.
class OutputFile {
 public:
  /// @throws IoError naming the file, or the folder that takes none, and the system's reason.
  explicit OutputFile(const std::filesystem::path& path);

  /// @throws IoError, as finish; ReaderLeft of standard output.
  void write(std::string_view content);
  /// Puts a plain file in its place, flushed to disk. Call it once, last.
  void finish();

 private:
  void open_directly(const std::filesystem::path& path, int flags);
  void open_temporary();
  void overwrite(const Descriptor& content) const;
  [[noreturn]] void fail_to_write(std::error_code reason) const;
  Descriptor& file() { return temporary_ ? temporary_->descriptor() : direct_; }

  std::string name_;  // as it was given, for messages
  std::filesystem::path target_;
  std::optional<TemporaryFile> temporary_;  // to become the target
  Descriptor direct_;                       // what is written else
  bool exists_ = false;                     // a plain file is there already
  bool is_copied_ = false;                  // direct_ has no name: the target gets its bytes
  bool is_stdout_ = false;
};

/// Where a name leads through symbolic links; nothing needs to be there. It stops at the name of an
/// open descriptor.
std::filesystem::path follow_links(std::filesystem::path path);

}  // namespace lingan
