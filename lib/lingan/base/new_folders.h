/// Folders that are made on the way to a new one, and go again where nothing came of it.
#pragma once

#include <filesystem>
#include <vector>

namespace lingan {

/// Makes a folder and those that it is in.
/// @return those that were not there, outermost first.
/// @throws IoError if that fails; what was made is removed.
std::vector<std::filesystem::path> create_folders(const std::filesystem::path& path);

/// Removes those of some folders that are empty, the last one first.
void remove_empty_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace lingan
