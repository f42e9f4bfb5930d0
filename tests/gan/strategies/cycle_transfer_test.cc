/// What the strategy `cycle` learns of two styles without pairs.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/gan/strategies/transfer_figures.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/grammar/grammar_sampler.h>

#include "tests/gan/training/small_run.h"

namespace lingan::cycle_transfer_test {
namespace {

using testing::Watcher;

/// Two styles: in nine of ten sentences of the one a colour stands where in nine of the other a
/// number does. Both write both: a generator does not learn the other's word by its label alone.
std::string grammar_of(int colours, int numbers) {
  return fmt::format(R"(
Sentence -> the Colour Noun is at the Place [{}] | the Number Noun is at the Place [{}]
Noun -> house | car | book | ship | hat
Place -> market | river | school
Colour -> red | blue | green
Number -> one | two | three
)",
                     colours, numbers);
}

constexpr int64_t kOfEach = 600;
constexpr int32_t kWidth = 8;

/// Sentences of both, not paired.
TrainingData two_styles() {
  std::map<std::string, int32_t> ids;
  TokenBatch all = TokenBatch::filled(2 * kOfEach, kWidth, 0);
  for (int32_t style = 0; style < 2; ++style) {
    const Grammar grammar =
        parse_grammar(style == 0 ? grammar_of(9, 1) : grammar_of(1, 9), "style.grammar");
    const GrammarSampler sampler(grammar, 5 + static_cast<uint64_t>(style));
    for (int64_t i = 0; i < kOfEach; ++i) {
      const int64_t row = kOfEach * style + i;
      int32_t* out = &all.tokens[static_cast<size_t>(row) * kWidth];
      for (const int32_t terminal : sampler.terminals(static_cast<uint64_t>(i))) {
        const auto next = static_cast<int32_t>(ids.size()) + 4;
        *out++ = ids.try_emplace(grammar.terminals[terminal], next).first->second;
      }
      *out = 2;
      all.lengths[row] = kWidth;
      all.labels.push_back(style);
    }
  }
  std::vector<int64_t> train, held_out;
  for (int64_t row = 0; row < all.rows; ++row) (row % 10 == 0 ? held_out : train).push_back(row);
  return {.train = select_rows(all, train),
          .validation = select_rows(all, held_out),
          .specials = {},
          .vocabulary_size = static_cast<int32_t>(ids.size()) + 4,
          .label_sentences = {kOfEach * 9 / 10, kOfEach * 9 / 10}};
}

/// The recipe with small networks, and without noise in sentences of one structure.
Recipe small_cyclegan(int64_t rounds) {
  const std::vector<std::string> small = {"generator.embedding_width=32",
                                          "generator.hidden_width=64",
                                          "generator.source_dropout=0",
                                          "generator.source_shuffle=0",
                                          "discriminator.embedding_width=32",
                                          "discriminator.filter_widths=[2, 3]",
                                          "discriminator.filter_counts=[64, 64]",
                                          "strategy.cycle.cycle_weight=1.0",
                                          "optimizer.likelihood.learning_rate=0.005",
                                          "optimizer.generator.learning_rate=1e-3",
                                          "optimizer.discriminator.learning_rate=2e-3",
                                          "training.batch_size=16",
                                          "training.pretrain_epochs=60",
                                          "training.pretrain_patience=0",
                                          "training.round=generator x8, likelihood, discriminator"};
  Recipe recipe = load_recipe("cyclegan", small);
  recipe.training.adversarial_rounds = rounds;
  recipe.training.evaluate_every = std::max<int64_t>(rounds, 1);
  return recipe;
}

/// The figures of a run of so many adversarial rounds after the same start.
std::map<std::string, double> figures_after(int64_t rounds) {
  const TrainingData data = two_styles();
  Trainer trainer(small_cyclegan(rounds), data, 3);
  Watcher watcher;
  trainer.run(watcher);
  return TransferFigures().of(trainer.generator(), to_sentences(data.validation), kWidth);
}

/// An auto-encoder alone copies; with the cycle the word becomes one of the other style, and the
/// others stay: where all seven words but one do, BLEU is about 64.
TEST(Cycle, SwapsTheWordsInWhichTwoStylesDiffer) {
  const auto start = figures_after(0);
  EXPECT_LT(start.at("transfer-accuracy"), 0.2);
  EXPECT_GT(start.at("content-bleu"), 95.0);
  const auto after = figures_after(80);
  EXPECT_GT(after.at("transfer-accuracy"), 0.7);
  EXPECT_GT(after.at("content-bleu"), 60.0);
  EXPECT_LT(after.at("transfer-perplexity"), start.at("transfer-perplexity") - 0.2);
}

}  // namespace
}  // namespace lingan::cycle_transfer_test
