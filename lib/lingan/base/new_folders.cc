#include <lingan/base/new_folders.h>

#include <string>
#include <system_error>

#include <lingan/base/error.h>
#include <lingan/base/output_file.h>

namespace lingan {
namespace {

/// Why there can be no folder of a name that something else has.
std::string what_is_in_the_way(const std::filesystem::path& path) {
  std::error_code reason;
  const auto status = std::filesystem::status(path, reason);
  if (status.type() == std::filesystem::file_type::not_found) {
    return "it is a link to " + follow_links(path).string() + ", which does not exist";
  }
  return (reason ? reason : make_error_code(std::errc::not_a_directory)).message();
}

}  // namespace

std::vector<std::filesystem::path> create_folders(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> created;
  std::filesystem::path folder;
  for (const auto& part : path) {
    folder /= part;
    std::error_code failure;
    if (std::filesystem::create_directory(folder, failure)) created.push_back(folder);
    if (!failure) continue;
    remove_empty_folders(created);
    const std::string words =
        failure == std::errc::file_exists ? what_is_in_the_way(folder) : failure.message();
    throw IoError("cannot create the folder: " + words, folder.string());
  }
  return created;
}

void remove_empty_folders(const std::vector<std::filesystem::path>& folders) {
  std::error_code ignored;
  for (size_t i = folders.size(); i-- > 0;) std::filesystem::remove(folders[i], ignored);
}

}  // namespace lingan
