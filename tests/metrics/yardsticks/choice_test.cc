#include <lingan/metrics/yardsticks/choice.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace lingan::metrics::choice_test {
namespace {

using ::testing::ElementsAre;
using Lines = std::vector<std::string>;

EvaluationSentences four_of_each() {
  EvaluationSentences all;
  SentenceList references;
  for (const int32_t id : {0, 1, 2, 3}) {
    all.hypotheses.append(std::vector<int32_t>(1, id));
    references.append(std::vector<int32_t>(2, 10 + id));
  }
  all.references = references;
  all.texts = {.hypotheses = {"h0", "h1", "h2", "h3"}, .references = Lines{"r0", "r1", "r2", "r3"}};
  all.vectors = {.hypotheses = {.width = 1, .values = {0, 1, 2, 3}},
                 .references = {.width = 2, .values = {0, 1, 2, 3, 4, 5, 6, 7}}};
  return all;
}

TEST(RandomChoice, IsTheBeginningOfOnePermutation) {
  Choice all = random_choice(50, 50);
  const Choice some = random_choice(50, 20);
  EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin()));
  EXPECT_FALSE(std::ranges::is_sorted(all));
  std::ranges::sort(all);
  Choice numbers(50);
  std::iota(numbers.begin(), numbers.end(), 0);
  EXPECT_EQ(all, numbers);
  EXPECT_TRUE(random_choice(0, 0).empty());
}

TEST(Chosen, TakesSentencesInTheOrderOfTheirNumbers) {
  const EvaluationSentences all = four_of_each();
  const Choice choice = {3, 0, 3};
  EXPECT_THAT(chosen(all.hypotheses, choice).ids, ElementsAre(3, 0, 3));
  EXPECT_THAT(chosen(*all.references, choice).offsets, ElementsAre(0, 2, 4, 6));
  EXPECT_THAT(chosen(all.texts->hypotheses, choice), ElementsAre("h3", "h0", "h3"));
  EXPECT_THAT(chosen(all.vectors->references, choice).values, ElementsAre(6, 7, 0, 1, 6, 7));
  EXPECT_EQ(chosen(all.vectors->references, choice).width, 2);
}

TEST(ChooseHypotheses, TakesThemInAllFormsAndLeavesReferences) {
  const EvaluationSentences all = four_of_each();
  EvaluationSentences target = all;
  choose_hypotheses(all, Choice{2, 1}, target);
  EXPECT_THAT(target.hypotheses.ids, ElementsAre(2, 1));
  EXPECT_THAT(target.texts->hypotheses, ElementsAre("h2", "h1"));
  EXPECT_THAT(target.vectors->hypotheses.values, ElementsAre(2, 1));
  EXPECT_EQ(target.references->size(), 4);
  EXPECT_EQ(target.texts->references->size(), 4u);
  EXPECT_EQ(target.vectors->references.size(), 4);
}

TEST(ChooseReferences, TakesThemInAllFormsAndLeavesHypotheses) {
  const EvaluationSentences all = four_of_each();
  EvaluationSentences target = all;
  choose_references(all, Choice{1}, target);
  EXPECT_THAT(target.references->ids, ElementsAre(11, 11));
  EXPECT_THAT(*target.texts->references, ElementsAre("r1"));
  EXPECT_THAT(target.vectors->references.values, ElementsAre(2, 3));
  EXPECT_EQ(target.hypotheses.size(), 4);
  EXPECT_EQ(target.texts->hypotheses.size(), 4u);
}

/// An evaluation of vectors alone has no sentences to choose from.
TEST(ChooseHypotheses, ChoosesNothingThatIsNotThere) {
  EvaluationSentences all = four_of_each();
  all.hypotheses = {};
  all.texts.reset();
  EvaluationSentences target = all;
  choose_hypotheses(all, Choice{2}, target);
  EXPECT_EQ(target.hypotheses.size(), 0);
  EXPECT_FALSE(target.texts.has_value());
  EXPECT_THAT(target.vectors->hypotheses.values, ElementsAre(2));
}

}  // namespace
}  // namespace lingan::metrics::choice_test
