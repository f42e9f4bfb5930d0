#include <lingan/base/new_files.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/test_data.h"

namespace lingan::new_files_test {
namespace {

constexpr const char* kNames[] = {"first", "second", "last"};

class NewFilesTest : public ::testing::Test {
 protected:
  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  void add_all(NewFiles& files) const {
    for (const char* name : kNames) files.add(name, std::string("content of ") + name);
  }

  const testing::TemporaryFolder folder_;
};

TEST_F(NewFilesTest, AreThereOnceTheyAreFinished) {
  NewFiles files(folder_.path());
  add_all(files);
  for (const char* name : kNames) EXPECT_FALSE(std::filesystem::exists(at(name)));
  files.finish();
  EXPECT_EQ(this->files(), (std::vector<std::string>{"first", "last", "second"}));
  for (const char* name : kNames) {
    EXPECT_EQ(read_file(at(name)), std::string("content of ") + name);
    EXPECT_FALSE(is_unfinished(at(name)));
  }
}

TEST_F(NewFilesTest, LeaveNothingWithoutThat) {
  {
    NewFiles files(folder_.path());
    add_all(files);
  }
  EXPECT_TRUE(files().empty());
}

TEST_F(NewFilesTest, TakeNoOthersPlace) {
  std::ofstream(at("last")) << "mine";
  {
    NewFiles files(folder_.path());
    add_all(files);
    EXPECT_THROW(files.finish(), IoError);
  }
  EXPECT_EQ(files(), (std::vector<std::string>{"last"}));
  EXPECT_EQ(read_file(at("last")), "mine");
}

TEST_F(NewFilesTest, SayWhatCannotBeWritten) {
  const auto write = [&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{5, 5};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      NewFiles files(folder_.path());
      add_all(files);
    } catch (const IoError& error) {
      ::_exit(error.what() == at("first").string() + ": cannot write: File too large" ? 42 : 1);
    }
    ::_exit(2);
  };
  EXPECT_EXIT(write(), ::testing::ExitedWithCode(42), "");
  EXPECT_TRUE(files().empty());
}

/// What a process that is killed while it puts files in place leaves: some names have a temporary
/// one beside them.
void leave_unfinished(const std::filesystem::path& folder, const std::string& name, int number) {
  const auto temporary = folder / (".lingan-000000000000000" + std::to_string(number) + ".part");
  std::ofstream(temporary) << "unfinished";
  if (!name.empty()) std::filesystem::create_hard_link(temporary, folder / name);
}

TEST_F(NewFilesTest, OfAKilledProcessAreKnownFromTheUsers) {
  leave_unfinished(folder_.path(), "first", 1);
  leave_unfinished(folder_.path(), "", 2);
  std::ofstream(at("second")) << "mine";
  EXPECT_TRUE(is_unfinished(at("first")));
  EXPECT_FALSE(is_unfinished(at("second")));
  EXPECT_FALSE(is_unfinished(at("last")));
  remove_unfinished_files(folder_.path(), kNames);
  EXPECT_EQ(files(), (std::vector<std::string>{"second"}));
}

TEST_F(NewFilesTest, CanBeKilledAtAnyMoment) {
  for (int microseconds = 0; microseconds < 6000; microseconds += 200) {
    const pid_t child = ::fork();
    if (child == 0) {
      NewFiles files(folder_.path());
      add_all(files);
      files.finish();
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(microseconds));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    if (std::filesystem::exists(at("last"))) {
      for (const char* name : kNames) std::filesystem::remove(at(name));
      sweep_temporary_files(folder_.path());
    } else {
      remove_unfinished_files(folder_.path(), kNames);
    }
    EXPECT_TRUE(files().empty()) << microseconds;
  }
}

}  // namespace
}  // namespace lingan::new_files_test
