#include <gtest/gtest.h>

#include <map>
#include <random>

#include <lingan/text/subword/subword_tables.h>

#include "tests/text/subword/small_models.h"

namespace lingan::byte_pair_tables_test {
namespace {

using testing::add_bytes;
using testing::all_texts;
using testing::small_model;

const std::vector<ModelPiece> kPieces = {{"a", -20},  {"b", -21},  {"c", -22},  {"ab", -1},
                                         {"ca", -2},  {"bc", -2},  {"aa", -3},  {"abc", -4},
                                         {"aab", -5}, {"caa", -5}, {"abab", -6}};

/// BPE by its definition: of all neighbours that make a piece the best one merges, of equal ones
/// the leftmost, until none is left.
std::vector<std::string> merge_by_definition(const SentencePieceModel& model,
                                             std::vector<std::string> symbols) {
  std::map<std::string_view, float> scores;
  for (const auto& piece : model.pieces) {
    if (piece.is_matched()) scores.emplace(piece.text, piece.score);
  }
  for (;;) {
    size_t best = symbols.size();
    float best_score = 0;
    for (size_t i = 0; i + 1 < symbols.size(); ++i) {
      const auto merged = scores.find(symbols[i] + symbols[i + 1]);
      if (merged == scores.end()) continue;
      if (best == symbols.size() || merged->second > best_score) {
        best = i;
        best_score = merged->second;
      }
    }
    if (best == symbols.size()) return symbols;
    symbols[best] += symbols[best + 1];
    symbols.erase(symbols.begin() + static_cast<int64_t>(best) + 1);
  }
}

std::vector<int32_t> ids_by_definition(const SentencePieceModel& model, const std::string& text) {
  std::vector<std::string> characters;
  for (const char letter : text) characters.emplace_back(1, letter);
  std::vector<int32_t> ids;
  for (const std::string& symbol : merge_by_definition(model, characters)) {
    int32_t id = 0;
    while (model.pieces[id].text != symbol) ++id;
    ids.push_back(id);
  }
  return ids;
}

enum class Way { kShort, kLong };

std::vector<int32_t> ids_of(const BytePairTables& tables, const std::string& text, Way way) {
  const BytePairView view = tables.view();
  const auto size = static_cast<uint32_t>(text.size());
  std::vector<TextSymbol> symbols(size);
  std::vector<SymbolSplit> splits(tables.symbols());
  std::vector<uint32_t> links(2 * size);
  std::vector<WaitingMerge> queue(3 * size);
  std::vector<WaitingSymbol> stack(size);
  uint32_t count = split_symbols(view, text.data(), size, symbols.data());
  if (way == Way::kShort) {
    count = merge_short(view, symbols.data(), count, splits.data());
  } else {
    count = merge_long(view, symbols.data(), count,
                       {links.data(), links.data() + size, queue.data()}, splits.data());
  }
  std::vector<int32_t> ids(size);
  ids.resize(write_symbols(view, text.data(), symbols.data(), count, splits.data(), stack.data(),
                           ids.data()));
  return ids;
}

TEST(BytePairTables, MergeByTheDefinition) {
  const SentencePieceModel model = small_model(kPieces);
  const BytePairTables tables(model);
  for (const std::string& text : all_texts("abc", 7)) {
    const auto expected = ids_by_definition(model, text);
    ASSERT_EQ(ids_of(tables, text, Way::kShort), expected) << text;
    ASSERT_EQ(ids_of(tables, text, Way::kLong), expected) << text;
  }
}

TEST(BytePairTables, MergeLongTextsByTheDefinition) {
  const SentencePieceModel model = small_model(kPieces);
  const BytePairTables tables(model);
  std::mt19937 random(1);
  for (int i = 0; i < 20; ++i) {
    std::string text;
    for (int length = 0; length < 300; ++length) text += "abc"[random() % 3];
    ASSERT_EQ(ids_of(tables, text, Way::kLong), ids_by_definition(model, text)) << text;
  }
}

TEST(BytePairTables, WriteOneIdForARunOfUnknownText) {
  const BytePairTables tables(small_model(kPieces));
  EXPECT_EQ(ids_of(tables, "abx\u00E9c", Way::kShort), (std::vector<int32_t>{4, 0, 3}));
}

TEST(BytePairTables, WriteUnknownTextAsItsBytes) {
  SentencePieceModel model = small_model(kPieces);
  add_bytes(model);
  const auto first = static_cast<int32_t>(kPieces.size()) + 1;
  EXPECT_EQ(ids_of(BytePairTables(model), "ab\u00E9", Way::kShort),
            (std::vector<int32_t>{4, first + 0xC3, first + 0xA9}));
}

TEST(BytePairTables, NeverMergeUserDefinedPieces) {
  auto pieces = kPieces;
  pieces.push_back({"bc", 0, PieceType::kUserDefined});  // 12
  pieces.erase(pieces.begin() + 5);                      // the other bc; the new one is now 11
  const BytePairTables tables(small_model(pieces));
  EXPECT_EQ(ids_of(tables, "abc", Way::kShort), (std::vector<int32_t>{1, 11}));
}

TEST(BytePairTables, SplitUnusedPiecesAgain) {
  auto pieces = kPieces;
  pieces[7].type = PieceType::kUnused;  // abc
  const BytePairTables tables(small_model(pieces));
  EXPECT_TRUE(tables.has_unused());
  EXPECT_FALSE(BytePairTables(small_model(kPieces)).has_unused());
  for (const Way way : {Way::kShort, Way::kLong}) {
    EXPECT_EQ(ids_of(tables, "abc", way), (std::vector<int32_t>{4, 3}));
    EXPECT_EQ(ids_of(tables, "abcab", way), (std::vector<int32_t>{4, 3, 4}));
  }
}

TEST(BytePairTables, MarkControlPiecesAsForbidden) {
  auto pieces = kPieces;
  pieces.push_back({"x", 0, PieceType::kControl});
  const BytePairTables tables(small_model(pieces));
  EXPECT_TRUE(tables.has_forbidden());
  EXPECT_FALSE(BytePairTables(small_model(kPieces)).has_forbidden());
  EXPECT_EQ(ids_of(tables, "ax", Way::kShort),
            (std::vector<int32_t>{1, BytePairTables::kForbiddenId}));
}

}  // namespace
}  // namespace lingan::byte_pair_tables_test
