#include <lingan/run/evaluation/given_sentences.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/run/data/prepared_data.h>

#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::given_sentences_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class GivenSentences : public ::testing::Test {
 protected:
  TokenBatch read(const std::vector<std::string>& lines) const {
    return read_given(*data_.tokenizer, write_lines(folder_.path() / "given", lines).string(),
                      {.name = "sentence", .longest = 4});
  }
  std::string refusal(const std::vector<std::string>& lines) const {
    return testing::refusal<InputError>([&] { read(lines); });
  }

  TemporaryFolder folder_;
  PreparedData data_ =
      prepare_text({.corpus = write_lines(folder_.path() / "text", small_text()).string(),
                    .validation_share = 0.25,
                    .tokenizer = "whitespace"});
};

TEST_F(GivenSentences, AreIdsAnEndAndPads) {
  const TokenBatch batch = read({"we read", "they write letters"});
  const SpecialTokens& specials = data_.tokenizer->specials();
  EXPECT_EQ(batch.rows, 2);
  EXPECT_EQ(batch.width, 4);
  EXPECT_THAT(batch.lengths, ElementsAre(3, 4));
  EXPECT_EQ(batch.tokens[2], specials.eos);
  EXPECT_EQ(batch.tokens[3], specials.filler());
  EXPECT_EQ(data_.tokenizer->decode(batch.row(1)), "they write letters");
}

TEST_F(GivenSentences, AreRefusedByTheirLine) {
  EXPECT_THAT(refusal({"we read", " "}), HasSubstr(":2: is blank; each line is a sentence"));
  EXPECT_THAT(refusal({"we read a book"}),
              HasSubstr(":1: 5 tokens; the run has learnt of sentences of 1 to 4"));
  EXPECT_THAT(refusal({}), HasSubstr("no sentence in it"));
}

}  // namespace
}  // namespace lingan::given_sentences_test
