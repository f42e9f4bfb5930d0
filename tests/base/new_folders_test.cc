#include <lingan/base/new_folders.h>

#include <gtest/gtest.h>

#include <fstream>

#include <lingan/base/error.h>

#include "tests/test_data.h"

namespace lingan::new_folders_test {
namespace {

using testing::TemporaryFolder;

TEST(NewFolders, AreThoseThatWereNotThere) {
  const TemporaryFolder folder;
  const auto outer = folder.path() / "outer", inner = outer / "inner";
  const auto made = create_folders(inner);
  EXPECT_EQ(made, (std::vector{outer, inner}));
  EXPECT_TRUE(std::filesystem::is_directory(inner));
  EXPECT_TRUE(create_folders(inner).empty());
}

TEST(NewFolders, GoAgainWhereAFileIsInTheWay) {
  const TemporaryFolder folder;
  const auto outer = folder.path() / "outer";
  std::ofstream(folder.path() / "file") << "mine";
  EXPECT_THROW(create_folders(outer / ".." / "file" / "inner"), IoError);
  EXPECT_FALSE(std::filesystem::exists(outer));
}

TEST(NewFolders, AreRemovedWhereTheyAreEmpty) {
  const TemporaryFolder folder;
  const auto outer = folder.path() / "outer", full = outer / "full", empty = full / "empty";
  const auto made = create_folders(empty);
  std::ofstream(full / "file") << "mine";
  remove_empty_folders(made);
  EXPECT_FALSE(std::filesystem::exists(empty));
  EXPECT_TRUE(std::filesystem::exists(full / "file"));
}

}  // namespace
}  // namespace lingan::new_folders_test
