#include <lingan/engine/rollouts/request_checks.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan::engine::request_checks_test {
namespace {

using ::testing::HasSubstr;

/// What a check says; empty where it lets pass.
template <typename Check>
std::string refusal(const Check& check) {
  try {
    check();
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string refusal(const SampleRequest& request) {
  return refusal([&] { check_request(request, SpecialTokens{}, 6); });
}

std::string refusal(const TokenBatch& batch, int64_t vocabulary) {
  return refusal([&] { check_batch(batch, vocabulary); });
}

TEST(CheckSpecials, NeedsABosOfTheVocabulary) {
  const auto with_bos = [](int32_t bos) {
    return refusal([bos] { check_specials({.bos = bos}, 6); });
  };
  EXPECT_EQ(with_bos(0), "");
  EXPECT_EQ(with_bos(5), "");
  EXPECT_THAT(with_bos(6), HasSubstr("bos: token 6"));
  EXPECT_THAT(with_bos(-1), HasSubstr("bos: token -1"));
}

TEST(CheckRequest, LetsASoundRequestPass) {
  SampleRequest request;
  request.length = 3;
  request.prompt = {4, 5};
  EXPECT_EQ(refusal(request), "");
}

TEST(CheckRequest, NamesWhatIsWrongWithAPrompt) {
  SampleRequest request;
  request.length = 3;
  request.prompt = {4, 5, 3};
  EXPECT_THAT(refusal(request), HasSubstr("3 tokens; it must be shorter than the length, 3"));
  request.prompt = {4, 6};
  EXPECT_THAT(refusal(request), HasSubstr("prompt: token 6 at position 1"));
  EXPECT_THAT(refusal(request), HasSubstr("(0..5)"));
  request.prompt = {4, 2};
  EXPECT_THAT(refusal(request), HasSubstr("ends a sentence"));
}

TEST(CheckRequest, ChecksNumbersAgainstTheirRange) {
  SampleRequest request;
  request.rows = -1;
  EXPECT_THAT(refusal(request), HasSubstr("rows must be 0 or more"));
  request.rows = 0;
  EXPECT_EQ(refusal(request), "");
  request.length = 0;
  EXPECT_THAT(refusal(request), HasSubstr("at least 1 token"));
  request.length = 1;
  request.options.top_p = 0;
  EXPECT_NE(refusal(request), "");
  RolloutRequest rollouts;
  rollouts.rollouts = 0;
  EXPECT_THAT(refusal([&] { check_request(rollouts); }), HasSubstr("rollouts 0"));
  rollouts.rollouts = 1;
  EXPECT_EQ(refusal([&] { check_request(rollouts); }), "");
}

TEST(CheckBatch, LooksAtTokensInsideTheirRowsAlone) {
  TokenBatch batch{2, 3, {1, 2, 9, 1, 9, 9}, {2, 1}};
  EXPECT_EQ(refusal(batch, 5), "");
  batch.lengths = {2, 2};
  EXPECT_THAT(refusal(batch, 5), HasSubstr("row 1: token 9 at position 1"));
}

TEST(CheckBatch, RefusesAShapeThatDoesNotFit) {
  EXPECT_THAT(refusal({2, 3, {1, 2, 3}, {1, 1}}, 5), HasSubstr("shape"));
  EXPECT_THAT(refusal({1, 2, {1, 2}, {1, 1}}, 5), HasSubstr("shape"));
  EXPECT_THAT(refusal({1, 2, {1, 2}, {3}}, 5), HasSubstr("length 3 of row 0"));
  EXPECT_THAT(refusal({1, 2, {1, 2}, {-1}}, 5), HasSubstr("length -1 of row 0"));
}

}  // namespace
}  // namespace lingan::engine::request_checks_test
