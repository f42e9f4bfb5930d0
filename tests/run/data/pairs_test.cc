#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lingan/base/error.h>
#include <lingan/run/data/prepared_data.h>

#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::pairs_test {
namespace {

using ::testing::HasSubstr;
using testing::write_lines;

class PairsTest : public ::testing::Test {
 protected:
  TextSource source(const std::vector<std::string>& lines) const {
    return {.corpus = write_lines(folder_.path() / "pairs", lines).string(),
            .label_column = 1,
            .tokenizer = "line"};
  }
  std::string file(const std::string& name, const std::vector<std::string>& lines) const {
    return write_lines(folder_.path() / name, lines).string();
  }
  testing::TemporaryFolder folder_;
};

std::multiset<std::string> pairs_of(const PreparedData& data, const TokenBatch& batch) {
  std::multiset<std::string> pairs;
  for (int64_t row = 0; row < batch.rows; ++row) {
    pairs.insert(data.labels.at(static_cast<size_t>(batch.labels.at(row))).name + ": " +
                 data.tokenizer->decode(batch.row(row)));
  }
  return pairs;
}

TEST_F(PairsTest, HaveOneTokenThatIsTheWholeItem) {
  TextSource text = source({"ann\tThe Third Man", "bob\t Rope ", "ann\tRope"});
  text.validation_share = 0.0;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.train.width, 1);
  EXPECT_EQ(data.tokenizer->size(), 4 + 2);
  EXPECT_EQ(pairs_of(data, data.train),
            (std::multiset<std::string>{"ann: Rope", "ann: The Third Man", "bob: Rope"}));
}

TEST_F(PairsTest, KeepAPairOfEveryQueryInTraining) {
  std::vector<std::string> lines;
  for (int i = 0; i < 40; ++i) lines.push_back(fmt::format("q{}\tx{}", i / 2, i));
  TextSource text = source(lines);
  text.validation_share = 0.5;
  for (text.seed = 1; text.seed <= 10; ++text.seed) {
    const PreparedData data = prepare_text(text);
    EXPECT_EQ(data.labels.size(), 20U);
    EXPECT_EQ(data.train.rows + data.validation.rows, 40);
    EXPECT_GT(data.validation.rows, 5);
    EXPECT_EQ(data.tokenizer->size(), 4 + 40);  // held-out items are items, too
  }
}

TEST_F(PairsTest, HaveHeldOutItemsOfAnotherFileAmongTheItems) {
  TextSource text = source({"ann\tRope", "bob\tVertigo"});
  text.validation = file("held", {"ann\tPsycho", "bob\tVertigo"});
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.tokenizer->size(), 4 + 3);
  EXPECT_EQ(pairs_of(data, data.validation),
            (std::multiset<std::string>{"ann: Psycho", "bob: Vertigo"}));
  EXPECT_EQ(data.validation_in_training, 1);  // a pair, not an item
}

TEST_F(PairsTest, MayHaveMoreQueriesThanTextHasLabels) {
  std::vector<std::string> lines;
  for (int i = 0; i < 3000; ++i) {
    lines.push_back(fmt::format("q{}\tx{}", i, i % 2));
  }
  EXPECT_EQ(prepare_text(source(lines)).labels.size(), 3000U);
}

TEST_F(PairsTest, AreRefusedWithoutATabAndForUnknownQueries) {
  EXPECT_THAT(testing::refusal<InputError>([&] {
                prepare_text(source({"ann\tRope", "bob"}));
              }),
              HasSubstr("pairs:2: no tab; a line of pairs is a query, one tab and an item"));
  EXPECT_THAT(testing::refusal<InputError>([&] {
                prepare_text(source({"ann\tRope", "bob\tRope"}));
              }),
              HasSubstr("all pairs have one item"));
  TextSource text = source({"ann\tRope", "bob\tVertigo"});
  text.validation = file("held", {"eve\tRope"});
  EXPECT_THAT(testing::refusal<InputError>([&] { prepare_text(text); }),
              HasSubstr("held:1: no training pair has the query eve"));
}

TEST_F(PairsTest, NameTheLineThatLacksItsQueryOrItsItem) {
  const auto refusal = [](const TextSource& text) {
    return testing::refusal<InputError>([&] { prepare_text(text); });
  };
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"bob\t", "no item after the tab"},
      {"bob\t ", "no item after the tab"},
      {"\tRope", "no query before the tab"},
      {"bob", "no tab"},
      {"bob\tRope\t5", "more than one tab"}};
  for (const auto& [line, fault] : faults) {
    EXPECT_THAT(refusal(source({"", "ann\tRope", line, "eve\tPsycho"})),
                HasSubstr("pairs:3: " + fault));
    TextSource text = source({"ann\tRope", "bob\tVertigo"});
    text.validation = file("held", {"ann\tPsycho", line});
    EXPECT_THAT(refusal(text), HasSubstr("held:2: " + fault));
  }
  EXPECT_THAT(refusal(source({"", "\t"})), HasSubstr("no pairs in it"));
  EXPECT_THAT(refusal(source({"ann\tRope"})), HasSubstr("1 line is too few to hold out 1"));
}

}  // namespace
}  // namespace lingan::pairs_test
