/// New files that come into a folder together.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/base/temporary_file.h>

namespace lingan {

/// Files that are written under temporary names; `finish` gives them their own, one after the
/// other. Where that fails, none is left. Until the last one is in its place, each keeps its
/// temporary name, too: by that `remove_unfinished_files` knows those of a process that was killed.
class NewFiles {
 public:
  /// @param folder  is there.
  explicit NewFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// Removes the files, unless all are in their places.
  ~NewFiles();
  NewFiles(const NewFiles&) = delete;
  NewFiles& operator=(const NewFiles&) = delete;

  /// Writes a file, flushed to disk.  @throws IoError
  void add(const std::string& name, std::string_view content);
  /// Puts the files in their places, in the order in which they were added. Call it once, last.
  /// @throws IoError, also where another file has the name of one.
  void finish();

 private:
  struct File {
    std::filesystem::path path;
    std::unique_ptr<TemporaryFile> temporary;
  };

  std::filesystem::path folder_;
  std::vector<File> files_;
  size_t placed_ = 0;  // of them, the first
};

/// Whether a file was put into its place by a process that was killed before the last was.
bool is_unfinished(const std::filesystem::path& path);

/// Removes what such a process left of files of these names, and all temporary files.
/// REQUIRES: no other process writes there.
void remove_unfinished_files(const std::filesystem::path& folder,
                             std::span<const char* const> names);

}  // namespace lingan
