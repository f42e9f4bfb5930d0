#include <lingan/gan/strategies/transfer_figures.h>

#include <gtest/gtest.h>

#include <numeric>

#include "tests/gan/toy.h"

namespace lingan::transfer_figures_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// The likeliest tokens one after the other, without those that are never drawn.
std::vector<int32_t> greedy_row(Generator& generator, const Sentences& sentences, int64_t row,
                                int64_t label, int32_t length) {
  Sentences source;
  source.tokens = sentences.tokens.narrow(0, row, 1);
  source.lengths = sentences.lengths.narrow(0, row, 1);
  auto state = generator.first_state_of(source);
  auto fed = generator.first_input(1, torch::full({1}, label, torch::kInt64));
  std::vector<int32_t> words;
  for (int32_t t = 0; t < length; ++t) {
    const auto token = generator.step(fed, state).argmax(1).item<int64_t>();
    if (token == 2) break;
    words.push_back(static_cast<int32_t>(token));
    fed = generator.embeddings()[token].unsqueeze(0);
  }
  return words;
}

TEST(GreedyTransfers, WriteEachSentenceAgainWithTheOtherLabel) {
  const torch::NoGradGuard no_gradient;
  const World world = make_world({}, 0.0, "classes", networks_for("cycle"));
  const metrics::Transfers transfers = greedy_transfers(*world.generator, world.real, world.length);
  const std::vector<int64_t> rows = {1, 4, 5, 0, 2, 3};  // those of label 1, then of label 0
  ASSERT_EQ(transfers.rewritten.size(), 6);
  for (int64_t i = 0; i < 6; ++i) {
    const int64_t label = i < 3 ? 0 : 1;
    EXPECT_EQ(transfers.styles[i], label);
    const auto written = transfers.rewritten[i];
    EXPECT_EQ(std::vector<int32_t>(written.begin(), written.end()),
              greedy_row(*world.generator, world.real, rows[i], label, world.length));
    EXPECT_EQ(transfers.sources[i][0], world.real.tokens[rows[i]][0].item<int32_t>());
  }
}

/// As held-out sentences may.
TEST(GreedyTransfers, WriteNothingAgainWhereAllSentencesHaveTheLabel) {
  const torch::NoGradGuard no_gradient;
  const World world = make_world({}, 0.0, "classes", networks_for("cycle"));
  const Sentences& all = world.real;
  Sentences some = all;
  const auto rows = (all.labels == 1).nonzero().squeeze(1);
  some.tokens = all.tokens.index_select(0, rows);
  some.lengths = all.lengths.index_select(0, rows);
  some.labels = all.labels.index_select(0, rows);
  const metrics::Transfers transfers = greedy_transfers(*world.generator, some, world.length);
  EXPECT_EQ(transfers.styles, std::vector<int32_t>(static_cast<size_t>(some.rows()), 0));
}

TEST(TransferFigures, AreThoseOfTheTransfersByModelsOfTheTrainingText) {
  const World world = make_world({}, 0.0, "classes", networks_for("cycle"));
  TransferFigures figures;
  const auto first = figures.of(*world.generator, world.real, world.length);
  EXPECT_EQ(first.size(), 3u);
  EXPECT_GE(first.at("transfer-accuracy"), 0.0);
  EXPECT_LE(first.at("transfer-accuracy"), 1.0);
  EXPECT_GT(first.at("transfer-perplexity"), 1.0);
  EXPECT_EQ(figures.of(*world.generator, world.real, world.length), first);
}

}  // namespace
}  // namespace lingan::transfer_figures_test
