#include <lingan/base/output_file.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/test_data.h"

namespace lingan::output_file_test {
namespace {

using ::testing::HasSubstr;

class OutputFileTest : public ::testing::Test {
 protected:
  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }
  size_t files() const {
    return static_cast<size_t>(
        std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
  }

  const testing::TemporaryFolder folder_;
};

std::string message_of(const std::filesystem::path& path) {
  try {
    write_file_atomically(path, "new");
    return "(nothing was thrown)";
  } catch (const IoError& error) {
    return error.what();
  }
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  ::lstat(path.c_str(), &status);
  return status.st_mode;
}

TEST_F(OutputFileTest, KeepsTheOldContentUntilItIsFinished) {
  std::ofstream(at("file")) << "old";
  {
    OutputFile file(at("file"));
    file.write("new");
    EXPECT_EQ(read_file(at("file")), "old");
  }
  EXPECT_EQ(read_file(at("file")), "old");
  EXPECT_EQ(files(), 1u);
  OutputFile file(at("file"));
  file.write("new");
  file.write("er");
  file.finish();
  EXPECT_EQ(read_file(at("file")), "newer");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, KeepsThePermissionsOfAFile) {
  std::ofstream(at("file")) << "old";
  ASSERT_EQ(::chmod(at("file").c_str(), 0640), 0);
  write_file_atomically(at("file"), "new");
  EXPECT_EQ(mode_of(at("file")) & 07777, 0640u);
}

TEST_F(OutputFileTest, WritesThroughSymbolicLinks) {
  std::filesystem::create_directory(at("real"));
  std::ofstream(at("real/file")) << "old";
  std::filesystem::create_symlink("real/file", at("link"));
  std::filesystem::create_symlink(at("link"), at("link-to-link"));
  write_file_atomically(at("link-to-link"), "new");
  EXPECT_EQ(read_file(at("real/file")), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(at("link")));
  EXPECT_TRUE(std::filesystem::is_symlink(at("link-to-link")));
  EXPECT_EQ(files(), 3u);
}

TEST_F(OutputFileTest, MakesTheFileThatALinkLeadsTo) {
  std::filesystem::create_directory(at("real"));
  std::filesystem::create_symlink("real/file", at("link"));
  write_file_atomically(at("link"), "new");
  EXPECT_EQ(read_file(at("real/file")), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(at("link")));
}

TEST_F(OutputFileTest, RefusesLinksThatLeadNowhere) {
  std::filesystem::create_symlink("b", at("a"));
  std::filesystem::create_symlink("a", at("b"));
  EXPECT_THAT(message_of(at("a")), HasSubstr("cannot open: Too many levels of symbolic links"));
  EXPECT_TRUE(std::filesystem::is_symlink(at("a")) && std::filesystem::is_symlink(at("b")));
}

TEST_F(OutputFileTest, WritesIntoAPipe) {
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("pipe", at("link"));
  std::string read;
  std::thread reader([&] { read = read_file(at("pipe")); });
  write_file_atomically(at("link"), std::string(200'000, 'x'));
  reader.join();
  EXPECT_EQ(read.size(), 200'000u);
  EXPECT_TRUE(S_ISFIFO(mode_of(at("pipe")))) << "the pipe was replaced";
  EXPECT_TRUE(std::filesystem::is_symlink(at("link")));
}

TEST_F(OutputFileTest, WritesIntoADevice) {
  if (::mknod(at("null").c_str(), S_IFCHR | 0666, makedev(1, 3)) != 0 ||
      ::mknod(at("full").c_str(), S_IFCHR | 0666, makedev(1, 7)) != 0) {
    GTEST_SKIP() << "only root makes devices";
  }
  if (::access(at("null").c_str(), W_OK) != 0 ||
      Descriptor(::open(at("null").c_str(), O_WRONLY)).get() < 0) {
    GTEST_SKIP() << "devices in this folder are not opened";
  }
  EXPECT_EQ(message_of(at("null")), "(nothing was thrown)");
  EXPECT_THAT(message_of(at("full")), HasSubstr("cannot write: No space left on device"));
  EXPECT_TRUE(S_ISCHR(mode_of(at("null")))) << "the device was replaced";
  EXPECT_TRUE(S_ISCHR(mode_of(at("full")))) << "the device was replaced";
  EXPECT_EQ(files(), 2u);
}

TEST_F(OutputFileTest, WritesIntoAnOpenDescriptor) {
  std::ofstream(at("file")) << "before ";
  const Descriptor file(::open(at("file").c_str(), O_WRONLY | O_APPEND));
  const std::string number = std::to_string(file.get());
  write_file_atomically("/dev/fd/" + number, "one ");
  std::filesystem::create_symlink("/proc/self/fd/" + number, at("link"));
  write_file_atomically(at("link"), "two");
  EXPECT_EQ(read_file(at("file")), "before one two");
  EXPECT_TRUE(std::filesystem::is_symlink(at("link")));
}

TEST_F(OutputFileTest, WritesAFileThatHasNoNameAnyMore) {
  const Descriptor file(::open(at("file").c_str(), O_RDWR | O_CREAT, 0600));
  std::filesystem::remove(at("file"));
  write_file_atomically("/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file.get()),
                        "new");
  char text[10];
  EXPECT_EQ(::pread(file.get(), text, sizeof text, 0), 3);
  EXPECT_EQ(files(), 0u);
}

TEST_F(OutputFileTest, RefusesWhatIsNoFileWithTheWordsOfTheSystem) {
  std::filesystem::create_directory(at("folder"));
  std::ofstream(at("file")) << "old";
  EXPECT_THAT(message_of(at("folder")), HasSubstr("folder: cannot open: Is a directory"));
  EXPECT_THAT(message_of(at("file") / "below"), HasSubstr("cannot open: Not a directory"));
  EXPECT_THAT(message_of(""), HasSubstr("cannot open: No such file or directory"));
  EXPECT_THAT(message_of(at("no-such-folder/")), HasSubstr("cannot open: No such file"));
  EXPECT_THAT(message_of("/dev/fd/987"),
              HasSubstr("/dev/fd/987: cannot open: Bad file descriptor"));
  EXPECT_EQ(files(), 2u);
}

TEST_F(OutputFileTest, LeavesAFileThatMayNotBeWritten) {
  std::ofstream(at("file")) << "old";
  ASSERT_EQ(::chmod(at("file").c_str(), 0444), 0);
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0777), 0);
  const auto write = [&] {
    constexpr uid_t kNobody = 65534;  // root may write every file
    if (::geteuid() == 0 && ::seteuid(kNobody) != 0) std::_Exit(2);
    std::_Exit(message_of(at("file")).ends_with("cannot open: Permission denied") ? 0 : 1);
  };
  EXPECT_EXIT(write(), ::testing::ExitedWithCode(0), "");
  EXPECT_EQ(read_file(at("file")), "old");
}

/// Does something as a user to whom the system forbids what it forbids.
template <typename Action>
void as_nobody(const Action& action) {
  const auto act = [&] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::seteuid(kNobody) != 0) std::_Exit(2);
    std::_Exit(action() ? 0 : 1);
  };
  EXPECT_EXIT(act(), ::testing::ExitedWithCode(0), "");
}

TEST_F(OutputFileTest, WritesAFileInPlaceWhereTheFolderTakesNone) {
  std::ofstream(at("file")) << "old and longer";
  ASSERT_EQ(::chmod(at("file").c_str(), 0666), 0);
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0555), 0);
  as_nobody([&] {
    OutputFile file(at("file"));
    file.write(std::string(100'000, 'x'));
    const bool is_old = read_file(at("file")) == "old and longer";
    file.write("new");
    file.finish();
    return is_old;
  });
  EXPECT_EQ(read_file(at("file")), std::string(100'000, 'x') + "new");
  EXPECT_EQ(mode_of(at("file")) & 07777, 0666u);
  as_nobody([&] {
    const std::string message = message_of(at("new"));
    return message == at("new").string() + ": cannot make a file in the folder " +
                          folder_.path().string() + ": Permission denied";
  });
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, WritesAFileInPlaceWhereItIsAnothersAndTheFolderSticky) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root makes files of two users";
  std::ofstream(at("file")) << "old and longer";
  ASSERT_EQ(::chmod(at("file").c_str(), 0666), 0);
  ASSERT_EQ(::chmod(folder_.path().c_str(), 01777), 0);
  as_nobody([&] { return message_of(at("file")) == "(nothing was thrown)"; });
  EXPECT_EQ(read_file(at("file")), "new");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, TellsWhenTheReaderOfStandardOutputHasLeft) {
  const auto write = [&](const char* name) {
    std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    if (::pipe(ends) != 0 || ::close(ends[0]) != 0 || ::dup2(ends[1], 1) != 1) std::_Exit(2);
    const std::string path = name == nullptr ? "/dev/fd/" + std::to_string(ends[1]) : name;
    try {
      write_file_atomically(path, "new");
    } catch (const ReaderLeft&) {
      std::_Exit(42);
    } catch (const IoError&) {
      std::_Exit(43);
    }
    std::_Exit(1);
  };
  std::filesystem::create_symlink("/dev/stdout", at("link"));
  for (const std::string& name : {std::string("/dev/stdout"), std::string("/dev/fd/1"),
                                  std::string("/proc/self/fd/1"), at("link").string()}) {
    EXPECT_EXIT(write(name.c_str()), ::testing::ExitedWithCode(42), "") << name;
  }
  EXPECT_EXIT(write(nullptr), ::testing::ExitedWithCode(43), "");
}

}  // namespace
}  // namespace lingan::output_file_test
