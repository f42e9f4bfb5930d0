#include <lingan/base/notice.h>

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace lingan::notice_test {
namespace {

TEST(Notice, TellsEachTextOnceAndNothingWithoutAListener) {
  std::vector<std::string> heard;
  notice_once("first");
  set_notice_listener([&](const std::string& text) { heard.push_back(text); });
  notice_once("first");
  notice_once("second");
  notice_once("first");
  set_notice_listener(nullptr);
  notice_once("third");
  EXPECT_THAT(heard, ::testing::ElementsAre("first", "second"));
}

}  // namespace
}  // namespace lingan::notice_test
