/// Files: whole reads with a limit, atomic writes, appended lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lingan {

/// The whole content of a file.
/// @param max_bytes  refuse a larger file before reading it.
/// @throws IoError if the file cannot be read; InputError if it is larger than max_bytes.
std::string read_file(const std::filesystem::path& path, uint64_t max_bytes = uint64_t{1} << 40);

/// Replaces a file by new content: after a crash at any instant the old or the new content is
/// there, whole. Writes a temporary file beside it, flushes it to disk, renames it and flushes the
/// folder.
/// @throws IoError naming the file and the reason (full disk, no permission).
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// A file that grows by whole lines, each written at once.
class LineFile {
 public:
  /// Opens the file for appending, after cutting it to its first `keep_bytes` bytes.
  /// @throws IoError if it cannot be opened or is shorter than keep_bytes.
  LineFile(const std::filesystem::path& path, uint64_t keep_bytes);
  ~LineFile();
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  /// Appends line and a newline.  @throws IoError if the disk is full.
  void append(std::string_view line);
  /// Flushes to disk.  @throws IoError.
  void sync();
  /// The file's length in bytes.
  uint64_t size() const { return size_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  uint64_t size_ = 0;
};

}  // namespace lingan
