/// Files: whole reads with a limit, atomic writes, appended lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <lingan/base/descriptor.h>

namespace lingan {

/// The whole content of an input (base/input.h).
/// @param max_bytes  refuse a larger one; a file before reading it.
/// @throws IoError if it cannot be read, UsageError if it was before; InputError if it is larger
/// than max_bytes, or if it is compressed and spoiled, cut, or out of all proportion.
std::string read_file(const std::filesystem::path& path, uint64_t max_bytes = uint64_t{1} << 40);

/// Replaces a file by new content: after a crash at any instant the old or the new content is
/// there, whole. What is no plain file is written directly: see base/output_file.h.
/// @throws IoError naming the file and the reason (full disk, no permission).
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// A file that grows by whole lines, each written at once.
class LineFile {
 public:
  /// Opens the file for appending, after cutting it to its first `keep_bytes` bytes.
  /// @throws IoError if it cannot be opened or is shorter than keep_bytes.
  LineFile(const std::filesystem::path& path, uint64_t keep_bytes);

  /// Appends line and a newline.  @throws IoError if the disk is full.
  void append(std::string_view line);
  /// Flushes to disk.  @throws IoError.
  void sync();
  /// The file's length in bytes.
  uint64_t size() const { return size_; }

 private:
  std::string name_;
  Descriptor descriptor_;
  uint64_t size_;
};

}  // namespace lingan
