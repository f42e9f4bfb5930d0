#include "tools/encoder_command.h"

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::tools::encoder_command_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
const std::vector<std::string> kSentences = {"the cat sat", "", "a b"};

metrics::SentenceVectors encoded_by(const std::string& command, double seconds = 20) {
  return encode_by(command, kSentences, std::chrono::duration<double>(seconds));
}

std::string complaint_of(const std::string& command, double seconds = 20) {
  return testing::refusal<InputError>([&] { encoded_by(command, seconds); });
}

TEST(EncoderCommand, GivesItsVectors) {
  const auto vectors = encoded_by("awk '{print NF, length($0)}'");
  EXPECT_EQ(vectors.width, 2);
  EXPECT_THAT(vectors.values, ElementsAre(3, 11, 0, 0, 2, 3));
  EXPECT_THAT(encoded_by("printf ' 1e-3\\t-2.5\\r\\n+7  0\\n1 2'; cat > /dev/null").values,
              ElementsAre(1e-3, -2.5, 7, 0, 1, 2));
}

/// The first vector is the shortest of all.
TEST(EncoderCommand, EncodesManySentences) {
  const std::vector<std::string> many(20000, "we read a book");
  const auto vectors = encode_by(
      "awk '{printf \"%s\", NR == 1 ? 0 : \"-1.2345678901234567e-100\"; for (i = 1; i < 50; "
      "++i) printf \" %s\", NR == 1 ? 0 : \"-1.2345678901234567e-100\"; print \"\"}'",
      many, std::chrono::seconds(60));
  EXPECT_EQ(vectors.size(), 20000);
  EXPECT_EQ(vectors.width, 50);
}

TEST(EncoderCommand, SaysInOneLineWhatIsWrong) {
  EXPECT_THAT(complaint_of("exit 3"), HasSubstr("--encoder \"exit 3\": ended with status 3"));
  EXPECT_THAT(complaint_of("kill -9 $$"), HasSubstr("was ended by signal 9"));
  EXPECT_THAT(complaint_of("/no/such/program 2> /dev/null"), HasSubstr("ended with status 127"));
  EXPECT_THAT(complaint_of("true"), HasSubstr("wrote 0 vectors for 3 sentences"));
  EXPECT_THAT(complaint_of("echo 1 2"), HasSubstr("wrote 1 vectors for 3 sentences"));
  EXPECT_THAT(complaint_of("seq 9"), HasSubstr("wrote more than 3 vectors"));
  EXPECT_THAT(complaint_of("yes 1"), HasSubstr("wrote more than 3 vectors"));
  EXPECT_THAT(complaint_of("cat"), HasSubstr("line 1 of its output has \"the\""));
  EXPECT_THAT(complaint_of("echo 1 2; echo; echo 3 4"), HasSubstr("line 2 of its output is empty"));
  EXPECT_THAT(complaint_of("echo 1 2; echo 3"),
              HasSubstr("line 2 of its output has 1 numbers, the first has 2"));
  EXPECT_THAT(complaint_of("tr '\\n' ' ' < /dev/zero"), HasSubstr("line 1 of its output has"));
  EXPECT_THAT(complaint_of("echo 1; yes 1 | tr '\\n' ' '"), HasSubstr("line 2 of its output has"));
  for (const char* number : {"nan", "inf", "1e999", "1,2", "0x1"}) {
    EXPECT_THAT(complaint_of("echo 1; echo " + std::string(number)),
                HasSubstr("line 2 of its output has \"" + std::string(number) + "\""));
  }
  EXPECT_THAT(complaint_of("echo 1; echo 1e200"),
              HasSubstr("line 2 of its output holds 1e+200; the largest number"));
  EXPECT_EQ(complaint_of("echo 'a\nb'").find('\n'), std::string::npos);
}

/// What it leaves behind in another process group holds its output open.
TEST(EncoderCommand, SaysAtOnceThatTheCommandHasFailed) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(complaint_of("setsid sleep 25 2> /dev/null & exit 4", 60),
              HasSubstr("ended with status 4"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(EncoderCommand, EndsACommandThatTakesTooLong) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(complaint_of("sleep 100", 0.3),
              HasSubstr("takes longer than 0.3 s for 3 sentences; make it faster or raise "
                        "--encoder-timeout"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace lingan::tools::encoder_command_test
