#include <lingan/run/data/held_out_text.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::held_out_text_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::write_lines;

class HeldOutTextTest : public ::testing::Test {
 protected:
  /// A corpus of labelled lines, and held-out ones.
  TextSource source(const std::vector<std::string>& held_out) const {
    return {.corpus = write_lines(folder_.path() / "text", {"x\ta b", "y\tb", "x\tb a"}).string(),
            .validation = write_lines(folder_.path() / "held-out", held_out).string(),
            .label_column = 1,
            .tokenizer = "whitespace",
            .lengths = {.max_length = 3}};
  }
  testing::TemporaryFolder folder_;
};

TEST_F(HeldOutTextTest, HasTheNumbersOfTheLabelsInTraining) {
  TextSource text = source({"y\ta", "", "y\ta a a a", "x\tb"});
  const PreparedData data = prepare_text(text);
  EXPECT_THAT(data.train.labels, ElementsAre(0, 1, 0));
  EXPECT_THAT(data.validation.labels, ElementsAre(1, 0)) << "one is too long";
  EXPECT_EQ(data.tokenizer->decode(data.validation.row(1)), "b");
  text.test = text.validation;
  EXPECT_THAT(prepare_text(text).test.labels, ElementsAre(1, 0));
}

TEST_F(HeldOutTextTest, RefusesALabelThatNoSentenceToTrainOnHas) {
  const TextSource text = source({"y\ta", "z\tb"});
  EXPECT_THAT(testing::refusal<InputError>([&] { prepare_text(text); }),
              HasSubstr("held-out:2: no sentence to train on has the label z"));
}

TEST_F(HeldOutTextTest, OfUnlabelledLinesHasNone) {
  TextSource text = source({"a b", "b"});
  write_lines(text.corpus, {"a b", "b a"});
  text.label_column = 0;
  EXPECT_TRUE(prepare_text(text).validation.labels.empty());
}

}  // namespace
}  // namespace lingan::held_out_text_test
