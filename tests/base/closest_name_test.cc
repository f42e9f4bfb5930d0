#include <lingan/base/closest_name.h>

#include <gtest/gtest.h>

#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lingan::closest_name_test {
namespace {

/// All strings one edit away: a letter more, less, other, or two neighbours swapped.
std::vector<std::string> edits_of(const std::string& text) {
  const std::string letters = "abc";
  std::vector<std::string> edits;
  for (size_t i = 0; i <= text.size(); ++i) {
    for (const char letter : letters) edits.push_back(text.substr(0, i) + letter + text.substr(i));
    if (i == text.size()) break;
    edits.push_back(text.substr(0, i) + text.substr(i + 1));
    for (const char letter : letters) {
      edits.push_back(text);
      edits.back()[i] = letter;
    }
    if (i + 1 < text.size()) {
      edits.push_back(text);
      std::swap(edits.back()[i], edits.back()[i + 1]);
    }
  }
  return edits;
}

/// The fewest edits from a string to every other of up to `longest` letters, by breadth first.
std::unordered_map<std::string, size_t> distances_from(const std::string& start, size_t longest) {
  std::unordered_map<std::string, size_t> distances{{start, 0}};
  std::deque<std::string> waiting{start};
  while (!waiting.empty()) {
    const std::string text = waiting.front();
    waiting.pop_front();
    for (const std::string& next : edits_of(text)) {
      if (next.size() > longest || !distances.emplace(next, distances[text] + 1).second) continue;
      waiting.push_back(next);
    }
  }
  return distances;
}

/// It may take more than the fewest, since it edits no letter twice, but not where one is enough.
TEST(EditDistance, IsNeverBelowTheFewestEditsAndKnowsASingleOne) {
  for (const std::string start : {"", "a", "ab", "abc", "aabb"}) {
    for (const auto& [text, fewest] : distances_from(start, 5)) {
      const size_t distance = edit_distance(start, text);
      EXPECT_GE(distance, fewest) << start << " " << text;
      EXPECT_EQ(distance == 0, fewest == 0) << start << " " << text;
      EXPECT_EQ(distance == 1, fewest == 1) << start << " " << text;
      EXPECT_EQ(distance, edit_distance(text, start)) << start << " " << text;
    }
  }
}

TEST(EditDistance, CountsByHand) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("seqgan", "sqegan"), 1U);  // a swap
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);         // no letter is edited twice
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(DidYouMean, NamesTheNearestWithinAThirdOfTheLength) {
  const std::vector<std::string> known = {"policy-gradient", "gumbel-softmax", "embedding"};
  EXPECT_EQ(did_you_mean("embeding", known), " (did you mean embedding?)");
  EXPECT_EQ(did_you_mean("gumble-sofmax", known), " (did you mean gumbel-softmax?)");
  EXPECT_EQ(did_you_mean("bedding", known), " (did you mean embedding?)");
  EXPECT_EQ(did_you_mean("wedding", known), "");
  EXPECT_EQ(did_you_mean("xyz", known), "");
}

TEST(DidYouMean, LeavesOutTheTablesThatKeysShare) {
  const std::vector<std::string> known = {"optimizer.critic", "optimizer.likelihood", "training"};
  EXPECT_EQ(did_you_mean("optimizer.pretrain", known), "");
  EXPECT_EQ(did_you_mean("optimizer.citric", known), " (did you mean optimizer.critic?)");
  EXPECT_EQ(did_you_mean("optimiser.critic", known), " (did you mean optimizer.critic?)");
}

TEST(DidYouMean, DoesNotMindCapitals) {
  const std::vector<std::string> known = {"lstm", "policy-gradient"};
  EXPECT_EQ(did_you_mean("LSTM", known), " (did you mean lstm?)");
  EXPECT_EQ(did_you_mean("Policy-Gradeint", known), " (did you mean policy-gradient?)");
  EXPECT_EQ(did_you_mean("POLI", known), " (did you mean policy-gradient?)");
}

TEST(DidYouMean, TakesABeginningOfThreeLettersOrMore) {
  const std::vector<std::string> known = {"policy-gradient", "embedding"};
  EXPECT_EQ(did_you_mean("pol", known), " (did you mean policy-gradient?)");
  EXPECT_EQ(did_you_mean("po", known), "");
}

TEST(DidYouMean, SaysNothingWhereNothingIsNear) {
  const std::vector<std::string> known = {"", "l2", "generator"};
  EXPECT_EQ(did_you_mean("", known), "");
  EXPECT_EQ(did_you_mean("x", known), "");
  EXPECT_EQ(did_you_mean("l", known), "");
  EXPECT_EQ(did_you_mean("xy", known), "");
  EXPECT_EQ(did_you_mean("l3", known), " (did you mean l2?)");
  EXPECT_EQ(did_you_mean("generator", known), "");
}

TEST(DidYouMean, GivesUpOnNamesThatAreTooLongOrUnknown) {
  const std::vector<std::string> known = {std::string(70, 'a')};
  EXPECT_EQ(did_you_mean(std::string(70, 'a').replace(3, 1, "b"), known), "");
  EXPECT_EQ(did_you_mean("a", {}), "");
}

}  // namespace
}  // namespace lingan::closest_name_test
