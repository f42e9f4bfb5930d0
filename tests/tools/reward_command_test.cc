#include "tools/reward_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::tools::reward_command_test {
namespace {

using ::testing::HasSubstr;
const std::vector<std::string> kSentences = {"the cat sat", "", "a b"};

std::vector<double> rewards_by(const std::string& command, double seconds = 20) {
  return RewardCommand(command, std::chrono::duration<double>(seconds))(kSentences);
}

std::string complaint_of(const std::string& command, double seconds = 20) {
  return testing::refusal<InputError>([&] { rewards_by(command, seconds); });
}

TEST(RewardCommand, GivesItsNumbers) {
  EXPECT_EQ(rewards_by("awk '{print NF}'"), (std::vector<double>{3, 0, 2}));
  EXPECT_EQ(rewards_by("printf '1e-3\\n-2.5\\n+7'; cat > /dev/null"),
            (std::vector<double>{1e-3, -2.5, 7}));
  EXPECT_EQ(rewards_by("printf '  12.000\\n0.5 \\t\\r\\n\\t-1\\r\\n'; cat > /dev/null"),
            (std::vector<double>{12, 0.5, -1}));
}

/// More than a pipe holds goes in and comes out.
TEST(RewardCommand, RewardsManySentences) {
  const std::vector<std::string> many(50000, "we read a book");
  const auto rewards = RewardCommand("awk '{print length($0)}'", std::chrono::seconds(60))(many);
  EXPECT_EQ(rewards, std::vector<double>(50000, 14));
}

TEST(RewardCommand, SaysInOneLineWhatIsWrong) {
  EXPECT_THAT(complaint_of("exit 3"), HasSubstr("--reward \"exit 3\": ended with status 3"));
  EXPECT_THAT(complaint_of("kill -9 $$"), HasSubstr("was ended by signal 9"));
  EXPECT_THAT(complaint_of("/no/such/program 2> /dev/null"), HasSubstr("ended with status 127"));
  EXPECT_THAT(complaint_of("echo 1"), HasSubstr("wrote 1 number for 3 sentences"));
  EXPECT_THAT(complaint_of("true"), HasSubstr("wrote 0 numbers for 3 sentences"));
  EXPECT_THAT(complaint_of("seq 9"), HasSubstr("wrote more numbers for 3 sentences"));
  EXPECT_THAT(complaint_of("yes 1"), HasSubstr("wrote more numbers for 3 sentences"));
  EXPECT_THAT(complaint_of("cat"), HasSubstr("line 1 of its output, \"the cat sat\", is no"));
  for (const char* number : {"nan", "inf", "1e999", "", " ", "\\r", "1 2"}) {
    EXPECT_THAT(complaint_of("printf '1\\n" + std::string(number) + "\\n3\\n'"),
                HasSubstr("line 2 of its output"))
        << number;
  }
  for (const char* command : {"exit 3", "echo 'a\nb'"}) {
    EXPECT_EQ(complaint_of(command).find('\n'), std::string::npos);
  }
}

TEST(RewardCommand, EndsACommandThatTakesTooLong) {
  const auto start = std::chrono::steady_clock::now();
  for (const char* command : {"sleep 100", "sleep 100 | cat", "exec >&-; sleep 100",
                              "while :; do echo 1 > /dev/null; done"}) {
    EXPECT_THAT(complaint_of(command, 0.3), HasSubstr("takes longer than 0.3 s")) << command;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace lingan::tools::reward_command_test
