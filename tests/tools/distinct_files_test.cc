#include "tools/distinct_files.h"

#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lingan/base/descriptor.h>
#include <lingan/base/error.h>

#include "tests/test_data.h"

namespace lingan::tools::distinct_files_test {
namespace {

using ::testing::HasSubstr;

class DistinctFiles : public ::testing::Test {
 protected:
  DistinctFiles() {
    std::ofstream(at("file")) << "text";
    std::ofstream(at("other")) << "text";
    ::mkfifo(at("fifo").c_str(), 0600);
    std::filesystem::create_directory(at("folder"));
    std::filesystem::create_directory_symlink("folder", at("linked-folder"));
    for (const auto& [link, target] :
         {std::pair("to-file", "file"), std::pair("to-fifo", "fifo"), std::pair("to-new", "new"),
          std::pair("to-to-new", "to-new"), std::pair("to-deep", "linked-folder/../folder/new")}) {
      std::filesystem::create_symlink(target, at(link));
    }
  }
  std::string at(const std::string& name) const { return (folder_.path() / name).string(); }

  const testing::TemporaryFolder folder_;
};

std::string refusal(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs) {
  try {
    require_distinct(inputs, outputs);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string of_inputs(const std::string& a, const std::string& b) {
  return refusal({{"--a", a}, {"--b", b}}, {});
}

std::string of_outputs(const std::string& a, const std::string& b) {
  return refusal({}, {{"--a", a}, {"--b", b}});
}

std::string of_both(const std::string& a, const std::string& b) {
  return refusal({{"--a", a}}, {{"--b", b}});
}

TEST_F(DistinctFiles, MayBeOneFileAsInputs) {
  EXPECT_EQ(of_inputs(at("file"), at("file")), "");
  EXPECT_EQ(of_inputs(at("missing"), at("missing")), "");
  EXPECT_EQ(of_inputs("", ""), "");
}

TEST_F(DistinctFiles, AreNeverOnePipe) {
  for (const auto refuse : {of_inputs, of_outputs, of_both}) {
    EXPECT_THAT(refuse(at("fifo"), at("fifo")), HasSubstr("--a and --b name one pipe"));
    EXPECT_THAT(refuse(at("fifo"), at("to-fifo")), HasSubstr("name one pipe"));
    EXPECT_THAT(refuse(at("fifo"), at("folder/../fifo")), HasSubstr("name one pipe"));
    EXPECT_EQ(refuse(at("fifo"), at("file")), "");
  }
}

TEST_F(DistinctFiles, TellPipesApartByWhatTheyAre) {
  int one[2], two[2];
  ASSERT_EQ(::pipe(one), 0);
  ASSERT_EQ(::pipe(two), 0);
  const auto name = [](int number) { return "/dev/fd/" + std::to_string(number); };
  EXPECT_EQ(of_outputs(name(one[1]), name(two[1])), "");
  EXPECT_EQ(of_inputs(name(one[0]), name(two[0])), "");
  const Descriptor copy = copy_descriptor(one[1]);
  EXPECT_THAT(of_outputs(name(one[1]), name(copy.get())), HasSubstr("name one pipe"));
  const auto with_streams = [&] {
    ::dup2(one[0], 0);
    ::dup2(two[1], 1);
    const bool good = of_inputs("-", name(one[0])) != "" && of_inputs("-", "/dev/stdin") != "" &&
                      of_outputs("-", name(two[1])) != "" && of_both("-", "-") == "" &&
                      of_outputs("-", name(one[1])) == "";
    ::_exit(good ? 42 : 1);
  };
  EXPECT_EXIT(with_streams(), ::testing::ExitedWithCode(42), "");
  for (const int number : {one[0], one[1], two[0], two[1]}) ::close(number);
}

TEST_F(DistinctFiles, AreNotTwiceStandardInputWhateverThatIs) {
  const auto with_file = [&] {
    const Descriptor file(::open(at("file").c_str(), O_RDONLY));
    ::dup2(file.get(), 0);
    ::_exit(of_inputs("-", "-").starts_with("--a and --b are both stdin") &&
                    of_inputs("-", "/dev/stdin").empty()
                ? 42
                : 1);
  };
  EXPECT_EXIT(with_file(), ::testing::ExitedWithCode(42), "");
}

TEST_F(DistinctFiles, AreNotOneFileWhereItIsWritten) {
  for (const auto refuse : {of_outputs, of_both}) {
    EXPECT_THAT(refuse(at("file"), at("file")), HasSubstr("--a and --b name one file"));
    EXPECT_THAT(refuse(at("file"), at("to-file")), HasSubstr("name one file"));
    EXPECT_EQ(refuse(at("file"), at("other")), "");
    EXPECT_EQ(refuse(at("file"), at("new")), "");
  }
  std::filesystem::create_hard_link(at("file"), at("same"));
  EXPECT_THAT(of_outputs(at("file"), at("same")), HasSubstr("name one file"));
}

TEST_F(DistinctFiles, AreNotOneFileThatIsNotThereYet) {
  EXPECT_THAT(of_outputs(at("new"), at("new")), HasSubstr("name one file"));
  EXPECT_THAT(of_outputs(at("new"), at("to-new")), HasSubstr("name one file"));
  EXPECT_THAT(of_outputs(at("to-to-new"), at("new")), HasSubstr("name one file"));
  EXPECT_THAT(of_outputs(at("to-to-new"), at("to-new")), HasSubstr("name one file"));
  EXPECT_THAT(of_outputs(at("folder/new"), at("linked-folder/new")), HasSubstr("name one file"));
  EXPECT_THAT(of_outputs(at("to-deep"), at("folder/new")), HasSubstr("name one file"));
  EXPECT_EQ(of_outputs(at("new"), at("folder/new")), "");
  EXPECT_EQ(of_outputs(at("new"), at("new2")), "");
  std::filesystem::current_path(folder_.path());
  EXPECT_THAT(of_outputs("new", at("to-new")), HasSubstr("name one file"));
}

TEST_F(DistinctFiles, MayBeOneDeviceOrTheEndOfASocket) {
  EXPECT_EQ(of_outputs("/dev/null", "/dev/null"), "");
  EXPECT_EQ(of_both("/dev/null", "/dev/null"), "");
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const std::string name = "/dev/fd/" + std::to_string(ends[0]);
  EXPECT_EQ(of_both(name, name), "");
  EXPECT_THAT(of_inputs(name, name), HasSubstr("name one pipe"));
  for (const int end : ends) ::close(end);
}

}  // namespace
}  // namespace lingan::tools::distinct_files_test
