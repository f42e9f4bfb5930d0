/// Where tests find their files. A test that needs the shared data skips with a clear line when
/// the folder is absent.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <system_error>

namespace lingan::testing {

/// The checkout's folder.
inline std::filesystem::path source_dir() { return LINGAN_SOURCE_DIR; }

/// The folder of data that cannot be redistributed; see lingan_testing in tests/CMakeLists.txt.
inline std::filesystem::path shared_data() { return LINGAN_TEST_DATA; }

/// A new empty folder, removed with all in it when the object goes.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "lingan-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace lingan::testing

/// Ends the test as skipped when the shared file is absent: NAME is its path inside the data
/// folder.
#define LINGAN_NEEDS_DATA(NAME)                                                            \
  if (!std::filesystem::exists(lingan::testing::shared_data() / (NAME)))                   \
  GTEST_SKIP() << (lingan::testing::shared_data() / (NAME)).string() << " is absent; set " \
               << "-DLINGAN_TEST_DATA=DIR to run this test"
