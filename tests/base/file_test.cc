#include <lingan/base/file.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/error.h>

#include "tests/base/packed.h"
#include "tests/test_data.h"

namespace lingan::file_test {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

constexpr uint64_t kNoLimit = uint64_t{1} << 40;

size_t files_in(const std::filesystem::path& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "(nothing was thrown)";
}

/// Runs action in a child process in which no file may grow beyond `bytes`: a disk that fills up.
/// @return true if action threw an IoError there, and nothing else happened.
bool throws_io_error_with_file_limit(rlim_t bytes, const std::function<void()>& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      action();
    } catch (const IoError&) {
      ::_exit(42);
    } catch (...) {
      ::_exit(43);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 42;
}

TEST(ReadFile, GivesBackEveryByte) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "bytes";
  std::string content;
  for (int i = 0; i < 200'000; ++i) content += static_cast<char>(i * 31 % 256);
  std::ofstream(path, std::ios::binary) << content;
  EXPECT_EQ(read_file(path, kNoLimit), content);
}

TEST(ReadFile, NamesTheMissingFile) {
  EXPECT_THROW(read_file("/nowhere/at-all", kNoLimit), IoError);
  EXPECT_THAT(message_of([] { read_file("/nowhere/at-all", kNoLimit); }),
              HasSubstr("/nowhere/at-all: cannot open: No such file"));
}

TEST(ReadFile, RefusesAFolder) {
  const TemporaryFolder folder;
  EXPECT_THROW(read_file(folder.path(), kNoLimit), IoError);
}

TEST(ReadFile, RefusesAFileBeyondItsLimit) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "long";
  std::ofstream(path) << std::string(101, 'x');
  EXPECT_THROW(read_file(path, 100), InputError);
  EXPECT_EQ(read_file(path, 101).size(), 101u);
}

TEST(ReadFile, RefusesAnEndlessFileOfUnknownLength) {
  EXPECT_THROW(read_file("/dev/zero", 1 << 20), InputError);
}

TEST(ReadFile, UnpacksWhatIsCompressed) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "packed";
  std::ofstream(path, std::ios::binary) << testing::gzip("text");
  EXPECT_EQ(read_file(path), "text");
  std::ofstream(path, std::ios::binary) << testing::xz(std::string(1001, 'x'));
  EXPECT_EQ(read_file(path).size(), 1001u);
  EXPECT_THROW(read_file(path, 1000), InputError);
  std::ofstream(path, std::ios::binary) << testing::zstd("a long text").substr(0, 10);
  EXPECT_THAT(message_of([&] { read_file(path); }), HasSubstr("packed: the Zstandard data end"));
}

TEST(ReadFile, RefusesASmallFileThatWouldFillTheMemory) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "bomb";
  std::ofstream(path, std::ios::binary) << testing::gzip(std::string(100 << 20, 'x'));
  EXPECT_THAT(message_of([&] { read_file(path); }), HasSubstr("more than 100 times as long"));
}

TEST(WriteFileAtomically, ReplacesTheContentAndLeavesNoOtherFile) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state";
  write_file_atomically(path, "first");
  write_file_atomically(path, std::string("second\0with zero", 16));
  EXPECT_EQ(read_file(path, kNoLimit), std::string("second\0with zero", 16));
  EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(WriteFileAtomically, KeepsTheOldContentWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state";
  write_file_atomically(path, "old");
  EXPECT_TRUE(throws_io_error_with_file_limit(
      4096, [&] { write_file_atomically(path, std::string(100'000, 'n')); }));
  EXPECT_EQ(read_file(path, kNoLimit), "old");
  EXPECT_EQ(files_in(folder.path()), 1u) << "the temporary file stayed behind";
}

TEST(WriteFileAtomically, NamesTheFolderThatDoesNotExist) {
  EXPECT_THAT(message_of([] { write_file_atomically("/nowhere/state", "x"); }),
              HasSubstr("/nowhere/state"));
}

TEST(WriteFileAtomically, LeavesNothingBehindWhenItCannotRename) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "taken";
  std::filesystem::create_directories(path / "inside");
  EXPECT_THROW(write_file_atomically(path, "x"), IoError);
  EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(LineFile, AppendsWholeLines) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "lines";
  LineFile lines(path, 0);
  lines.append("one");
  lines.append("two");
  lines.sync();
  EXPECT_EQ(read_file(path, kNoLimit), "one\ntwo\n");
  EXPECT_EQ(lines.size(), 8u);
}

TEST(LineFile, CutsToTheBytesThatWereKept) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "lines";
  std::ofstream(path) << "one\ntwo\nthr";
  LineFile lines(path, 4);
  lines.append("2");
  EXPECT_EQ(read_file(path, kNoLimit), "one\n2\n");
  EXPECT_EQ(lines.size(), 6u);
}

TEST(LineFile, RefusesAFileShorterThanWhatWasKept) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "lines";
  std::ofstream(path) << "one\n";
  EXPECT_THROW(LineFile(path, 5), IoError);
  EXPECT_EQ(read_file(path, kNoLimit), "one\n") << "a refused file must stay as it was";
}

TEST(LineFile, SaysWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  EXPECT_TRUE(throws_io_error_with_file_limit(4096, [&] {
    LineFile lines(folder.path() / "lines", 0);
    for (int i = 0; i < 100; ++i) lines.append(std::string(99, 'x'));
  }));
}

}  // namespace
}  // namespace lingan::file_test
