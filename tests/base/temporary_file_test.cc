#include <lingan/base/temporary_file.h>

#include <csignal>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>

#include "tests/test_data.h"

namespace lingan::temporary_file_test {
namespace {

using testing::TemporaryFolder;

size_t files_in(const std::filesystem::path& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(TemporaryFile, GoesWithItsOwner) {
  const TemporaryFolder folder;
  {
    const TemporaryFile one(folder.path(), 0600, "name");
    const TemporaryFile other(folder.path(), 0600, "name");
    EXPECT_EQ(files_in(folder.path()), 2u);
  }
  EXPECT_EQ(files_in(folder.path()), 0u);
}

TEST(TemporaryFile, BecomesTheFileThatItIsRenamedTo) {
  const TemporaryFolder folder;
  {
    TemporaryFile file(folder.path(), 0600, "name");
    ASSERT_FALSE(write_all(file.descriptor().get(), "content"));
    EXPECT_FALSE(file.rename_to(folder.path() / "target"));
  }
  EXPECT_EQ(std::filesystem::file_size(folder.path() / "target"), 7u);
  EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(TemporaryFile, NamesWhatItIsForWhereItCannotBe) {
  try {
    const TemporaryFile file("/nowhere/at-all", 0600, "target");
    FAIL();
  } catch (const IoError& error) {
    EXPECT_STREQ(error.what(),
                 "target: cannot make a file in the folder /nowhere/at-all: No such file or "
                 "directory");
  }
}

TEST(TemporaryFile, GoesWithASignal) {
  const TemporaryFolder folder;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGUSR1}) {
    const pid_t child = ::fork();
    if (child == 0) {
      end_on_signals();
      const TemporaryFile file(folder.path(), 0600, "name");
      std::raise(signal);
      ::_exit(7);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << signal;
    EXPECT_EQ(files_in(folder.path()), 0u) << signal;
  }
}

TEST(TemporaryFile, IsSweptWhereAKilledProcessLeftIt) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const TemporaryFile file(folder.path(), 0600, "name");
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(files_in(folder.path()), 1u);
  sweep_temporary_files(folder.path());
  EXPECT_EQ(files_in(folder.path()), 0u);
}

TEST(TemporaryFile, IsAllThatIsSwept) {
  const TemporaryFolder folder;
  const char* names[] = {"notes.tmp-1",
                         "notes.tmp-123",
                         "a.tmp",
                         ".lingan-notes.part",
                         ".lingan-.part",
                         ".lingan-0123456789abcdeg.part",
                         "x.part",
                         "tmp-1.tmp-1.txt",
                         ".lingan-0123456789ABCDEF.part"};
  for (const char* name : names) std::ofstream(folder.path() / name) << "mine";
  std::filesystem::create_directory(folder.path() / ".lingan-0123456789abcdef.part");
  std::filesystem::create_symlink("x.part", folder.path() / ".lingan-0123456789abcde0.part");
  std::filesystem::create_directory(folder.path() / "below");
  std::ofstream(folder.path() / "below/.lingan-0123456789abcdef.part") << "of another folder";
  sweep_temporary_files(folder.path());
  EXPECT_EQ(files_in(folder.path()), std::size(names) + 3);
  EXPECT_EQ(files_in(folder.path() / "below"), 1u);
  sweep_temporary_files(folder.path() / "no-such-folder");
}

TEST(TemporaryFile, WithoutANameIsInTheFolderOfTmpdir) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    const Descriptor file = open_unnamed_file();
    struct stat status, place;
    const bool good = ::fstat(file.get(), &status) == 0 && status.st_nlink == 0 &&
                      ::stat(folder.path().c_str(), &place) == 0 && status.st_dev == place.st_dev &&
                      files_in(folder.path()) == 0;
    ::setenv("TMPDIR", "/nowhere/at-all", 1);
    try {
      open_unnamed_file();
    } catch (const IoError&) {
      ::_exit(good ? 42 : 1);
    }
    ::_exit(2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

}  // namespace
}  // namespace lingan::temporary_file_test
