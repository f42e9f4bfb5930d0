#include "tools/command_line_names.h"

#include <gtest/gtest.h>

namespace lingan::tools::command_line_names_test {
namespace {

TEST(CommandLineNames, TakeThePlaceOfFieldsInAMessage) {
  EXPECT_EQ(in_words_of_the_command_line("a.txt:2: malformed; set `bad_text` to replace or skip"),
            "a.txt:2: malformed; set --on-bad-text to replace or skip");
  EXPECT_EQ(in_words_of_the_command_line("`seeds` and `seeds`"), "--seeds and --seeds");
}

TEST(CommandLineNames, LeaveOtherWordsInBackticks) {
  EXPECT_EQ(in_words_of_the_command_line("give one of the files another `name`"),
            "give one of the files another `name`");
}

}  // namespace
}  // namespace lingan::tools::command_line_names_test
