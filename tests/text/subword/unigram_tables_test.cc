#include <gtest/gtest.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <limits>
#include <map>

#include <lingan/text/subword/subword_tables.h>

#include "tests/text/subword/small_models.h"

namespace lingan::unigram_tables_test {
namespace {

using testing::add_bytes;
using testing::all_texts;
using testing::small_model;

/// The best path's ids and its score.
struct Path {
  std::vector<int32_t> ids;
  float score = 0;
};

Path best_path(const UnigramTables& tables, const std::string& text) {
  const auto size = static_cast<uint32_t>(text.size());
  std::vector<LatticeNode> nodes(size + 1);
  fill_lattice(tables.view(), text.data(), size, 0, nodes.data());
  Path path{std::vector<int32_t>(size), nodes[size].score};
  path.ids.resize(write_path(tables.view(), text.data(), size, nodes.data(), path.ids.data()));
  return path;
}

/// The largest score of all segmentations into pieces.
double largest_score(const std::map<std::string, double>& scores, const std::string& text) {
  if (text.empty()) return 0;
  double largest = -std::numeric_limits<double>::infinity();
  for (size_t bytes = 1; bytes <= text.size(); ++bytes) {
    const auto piece = scores.find(text.substr(0, bytes));
    if (piece == scores.end()) continue;
    largest = std::max(largest, piece->second + largest_score(scores, text.substr(bytes)));
  }
  return largest;
}

const std::vector<ModelPiece> kPieces = {{"a", -2.5F},  {"b", -3.25F},    {"ab", -4.75F},
                                         {"ba", -6.5F}, {"aab", -6.125F}, {"bb", -7.75F},
                                         {"abba", -9}};

TEST(UnigramTables, FindTheBestOfAllSegmentations) {
  std::map<std::string, double> scores;
  for (const auto& piece : kPieces) scores.emplace(piece.text, piece.score);
  const SentencePieceModel model = small_model(kPieces);
  const UnigramTables tables(model, true);
  for (const std::string& text : all_texts("ab", 8)) {
    const Path path = best_path(tables, text);
    EXPECT_EQ(path.score, largest_score(scores, text)) << text;  // sums of eighths are exact
    std::string joined;
    double sum = 0;
    for (const int32_t id : path.ids) {
      joined += model.pieces[id].text;
      sum += model.pieces[id].score;
    }
    EXPECT_EQ(joined, text);
    EXPECT_EQ(sum, path.score) << text;
  }
}

TEST(UnigramTables, ScoreUnknownTextTenBelowTheWorstPiece) {
  const UnigramTables tables(small_model(kPieces), true);
  const Path path = best_path(tables, "axyb");
  EXPECT_EQ(path.ids, (std::vector<int32_t>{1, 0, 2}));  // a run of unknown text is one id
  EXPECT_EQ(path.score, -2.5F - 19 - 19 - 3.25F);
}

TEST(UnigramTables, WriteUnknownTextAsItsBytes) {
  SentencePieceModel model = small_model(kPieces);
  add_bytes(model);
  const UnigramTables tables(model, true);
  const auto first = static_cast<int32_t>(kPieces.size()) + 1;
  EXPECT_EQ(best_path(tables, "a\u00E9").ids,
            (std::vector<int32_t>{1, first + 0xC3, first + 0xA9}));
}

TEST(UnigramTables, AlwaysTakeUserDefinedPiecesAndNeverUnusedOnes) {
  auto pieces = kPieces;
  pieces.push_back({"bab", -100, PieceType::kUserDefined});  // 8
  pieces[2].type = PieceType::kUnused;                       // ab
  const UnigramTables tables(small_model(pieces), true);
  EXPECT_EQ(best_path(tables, "abab").ids, (std::vector<int32_t>{1, 8}));
  EXPECT_EQ(best_path(tables, "ab").ids, (std::vector<int32_t>{1, 2}));
}

TEST(UnigramTables, GiveTheScoreOfThePathBackFromItsIds) {
  SentencePieceModel model = small_model(kPieces);
  add_bytes(model);
  const UnigramTables tables(model, true);
  for (const std::string text : {"abba", "a\u00E9b", "\U0001F600aab\u00E9"}) {
    const Path path = best_path(tables, text);
    float sum = 0;
    for (const int32_t id : path.ids) {
      sum = static_cast<float>(static_cast<double>(sum) + tables.written_scores()[id]);
    }
    EXPECT_EQ(sum, path.score) << text;
  }
}

}  // namespace
}  // namespace lingan::unigram_tables_test
