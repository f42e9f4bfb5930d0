#include <lingan/text/subword/segmentation_margin.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include <lingan/text/subword/subword_tables.h>

#include "tests/text/subword/small_models.h"

namespace lingan::segmentation_margin_test {
namespace {

using testing::all_texts;
using testing::small_model;

/// A lattice of a text that starts at a score.
std::vector<LatticeNode> lattice(const UnigramView& model, const std::string& text, float score) {
  std::vector<LatticeNode> nodes(text.size() + 1);
  fill_lattice(model, text.data(), static_cast<uint32_t>(text.size()), score, nodes.data());
  return nodes;
}

std::vector<int32_t> path_of(const std::vector<LatticeNode>& nodes) {
  std::vector<int32_t> ends;
  for (auto end = static_cast<int32_t>(nodes.size()) - 1; end > 0; end = nodes[end].start) {
    ends.push_back(end);
  }
  return ends;
}

SegmentationMargin margin_of(const UnigramView& model, const std::string& text) {
  return segmentation_margin(lattice(model, text, 0).data(), text, model.unknown);
}

SentencePieceModel random_model(std::mt19937& random, float step) {
  std::vector<ModelPiece> pieces;
  for (const char* text : {"a", "b", "ab", "ba", "aa", "bb", "aab", "abb", "bab"}) {
    const auto tenths = static_cast<float>(1 + random() % 90);
    pieces.push_back({text, -step * tenths * static_cast<float>(std::string(text).size())});
  }
  return small_model(pieces);
}

TEST(SegmentationMargin, HoldsForEverySumUpToItsLimit) {
  std::mt19937 random(1);
  int64_t certain = 0;
  for (int round = 0; round < 20; ++round) {
    const UnigramTables tables(random_model(random, 0.1F), true);
    const UnigramView model = tables.view();
    for (const std::string& text : all_texts("ab", 7)) {
      const SegmentationMargin margin = margin_of(model, text);
      const auto path = path_of(lattice(model, text, 0));
      for (const float share : {-0.99F, -0.5F, 0.5F, 0.99F}) {
        const float before = share * (margin.limit - margin.reach);
        if (!(margin.limit > margin.reach) || !std::isfinite(before)) continue;
        ++certain;
        ASSERT_EQ(path_of(lattice(model, text, before)), path) << text << " after " << before;
      }
    }
  }
  EXPECT_GT(certain, 1000);
}

/// Beyond the limit rounding does turn choices: the limit is not there for nothing.
TEST(SegmentationMargin, DoesNotHoldFarBeyondTheLimit) {
  std::mt19937 random(2);
  int64_t turned = 0;
  for (int round = 0; round < 20; ++round) {
    const UnigramTables tables(random_model(random, 0.1F), true);
    for (const std::string& text : all_texts("ab", 7)) {
      const SegmentationMargin margin = margin_of(tables.view(), text);
      if (!(margin.limit > 0) || !std::isfinite(margin.limit)) continue;
      const auto path = path_of(lattice(tables.view(), text, 0));
      turned += path_of(lattice(tables.view(), text, -64 * margin.limit)) != path ? 1 : 0;
    }
  }
  EXPECT_GT(turned, 100);
}

TEST(SegmentationMargin, ReachesTheLargestSum) {
  const UnigramTables tables(small_model({{"a", -3}, {"b", -4}, {"ab", -2}}), true);
  EXPECT_EQ(margin_of(tables.view(), "aab").reach, 6);  // a a
  EXPECT_EQ(margin_of(tables.view(), "ab").reach, 3);   // a, though ab is taken
}

TEST(SegmentationMargin, IsNoneForTiesAndWithoutEndForOnePath) {
  const UnigramTables tied(small_model({{"a", -1}, {"aa", -2}}), true);
  EXPECT_EQ(margin_of(tied.view(), "aa").limit, 0);
  const UnigramTables single(small_model({{"a", -1}}), true);
  EXPECT_EQ(margin_of(single.view(), "aaa").limit, std::numeric_limits<float>::infinity());
}

TEST(SegmentationMargin, IsNoneWhereARunOfUnknownTextMayGoOn) {
  SentencePieceModel model = small_model({{"a", -1}});
  const UnigramTables tables(model, true);
  EXPECT_EQ(margin_of(tables.view(), "xa").limit, -1);   // from the word before
  EXPECT_EQ(margin_of(tables.view(), "axx").limit, -1);  // two steps, one id
  EXPECT_GT(margin_of(tables.view(), "axa").limit, 0);
  testing::add_bytes(model);
  const UnigramTables bytes(model, true);
  EXPECT_GT(margin_of(bytes.view(), "xa").limit, 0);
}

TEST(SegmentationMargin, IsNoneForSumsNearOverflow) {
  const UnigramTables tables(small_model({{"a", -1e30F}, {"b", -1}}), true);
  EXPECT_EQ(margin_of(tables.view(), "a").limit, -1);
  EXPECT_EQ(margin_of(tables.view(), "b").limit, std::numeric_limits<float>::infinity());
}

}  // namespace
}  // namespace lingan::segmentation_margin_test
