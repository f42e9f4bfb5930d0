#include <lingan/gan/training/replaced_tokens.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/gan/toy.h"
#include "tests/gan/training/small_run.h"

namespace lingan::replaced_tokens_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

// The text's second token is 4 after a 3; what takes its place is distributed as G says.
TEST(ReplaceTokens, DrawsFromTheGeneratorAfterTheTextsOwnTokens) {
  const World world = make_world({}, 0.0);
  world.generator->eval();
  constexpr int64_t kRows = 20000;
  Sentences text;
  text.tokens = torch::tensor({3, 4, 2}, torch::kInt64).repeat({kRows, 1});
  text.lengths = torch::full({kRows}, 3, torch::kInt64);
  const auto replaced = replace_tokens(*world.generator, text, 0.25, {1, Purpose::kNegatives, 0});
  const torch::NoGradGuard no_gradient;
  const auto p = torch::softmax(world.generator->forward(text.tokens.narrow(0, 0, 1)), -1)[0];
  for (int64_t t = 0; t < 3; ++t) {
    for (int64_t token = 2; token < 5; ++token) {
      const bool is_own = text.tokens[0][t].item<int64_t>() == token;
      const double expected = 0.25 * p[t][token].item<double>() + (is_own ? 0.75 : 0);
      const auto is_token = (replaced.sentences.tokens.select(1, t) == token).to(torch::kFloat64);
      EXPECT_NEAR(is_token.mean().item<double>(), expected, 4 * std::sqrt(0.25 / kRows));
    }
  }
  EXPECT_TRUE(torch::equal(replaced.is_own, replaced.sentences.tokens == text.tokens));
}

TEST(ReplaceTokens, LeavesPadsAlone) {
  const World world = make_world({}, 0.0);
  world.generator->eval();
  const auto replaced =
      replace_tokens(*world.generator, world.real, 0.9, {1, Purpose::kNegatives, 0});
  const auto is_pad = inside(world.real.lengths, world.length).logical_not();
  EXPECT_TRUE(replaced.is_own.masked_select(is_pad).all().item<bool>());
  EXPECT_FALSE(replaced.is_own.all().item<bool>());
}

/// Outputs of tokens that it was told.
class ToldDiscriminator : public FixedDiscriminator {
 public:
  explicit ToldDiscriminator(torch::Tensor outputs)
      : FixedDiscriminator(torch::zeros({1}), torch::zeros({1})), outputs_(std::move(outputs)) {}
  torch::Tensor token_logits(const Sentences&) override { return outputs_; }

 private:
  torch::Tensor outputs_;
};

// -ln(3/4) of an own token, -ln(1/2) of a replaced one; what stands after the end counts nothing.
TEST(ReplacedTokenLoss, IsTheMeanOverTokens) {
  ToldDiscriminator d(torch::tensor({{std::log(3.0), 0.0, 50.0}}));
  ReplacedTokens replaced;
  replaced.sentences.tokens = torch::tensor({{1, 2, 0}}, torch::kInt64);
  replaced.sentences.lengths = torch::tensor({2}, torch::kInt64);
  replaced.is_own = torch::tensor({{true, false, false}});
  EXPECT_NEAR(replaced_token_loss(d, replaced).item<double>(),
              (std::log(4.0 / 3) + std::log(2.0)) / 2, 1e-6);
}

/// Sentences that count, and a generator that does not know how: what it draws is out of its turn.
Recipe recipe_of(const std::string& kind) {
  Recipe recipe = small_recipe("odds-weighted");
  recipe.discriminator.kind = kind;
  recipe.discriminator.filter_widths = {2, 3};
  recipe.discriminator.filter_counts = {16, 16};
  recipe.training.replaced_token_epochs = 2;
  recipe.optimizers.replaced_tokens.learning_rate = 0.02;
  recipe.optimizers.replaced_tokens.schedule = "cosine";
  recipe.optimizers.replaced_tokens.average = 0.9;
  return recipe;
}

class FindReplacedTokens : public ::testing::TestWithParam<const char*> {};

TEST_P(FindReplacedTokens, WhereTheyAreObvious) {
  TrainingState state(recipe_of(GetParam()), counting_data(), 1);
  ReplacedTokenSteps steps(state);
  EXPECT_EQ(steps.steps_per_epoch(), 4);
  const auto accuracy = [&] { return replaced_token_figures(state).at("replaced-token-accuracy"); };
  EXPECT_LT(accuracy(), 0.8);
  const auto generator = flatten(state.players.generator->parameters());
  for (int64_t step = 0; step < 200; ++step) steps.step(step / 4, step % 4, 0.0);
  EXPECT_GT(accuracy(), 0.88);
  EXPECT_TRUE(torch::equal(generator, flatten(state.players.generator->parameters())));
}

TEST_P(FindReplacedTokens, AndContinueFromAnyStepAsIfNeverStopped) {
  const Recipe recipe = recipe_of(GetParam());
  Trainer whole(recipe, counting_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  // 3 epochs of 4 steps, 2 of replaced tokens, and a round of 4.
  for (const int64_t stop : {12, 14, 16, 19, 20, 22, 25, 27}) {
    EXPECT_TRUE(same_bytes(whole.save(), stopped_and_resumed(recipe, counting_data(), stop)))
        << stop;
  }
  std::vector<std::string> figures;
  for (const TrainingRecord& record : watcher.records) {
    if (record.phase == "discriminator") figures.push_back(record.values.begin()->first);
  }
  EXPECT_EQ(figures.size(), 3);
  EXPECT_EQ(watcher.records[3].values.count("replaced-token-accuracy"), 1);
  EXPECT_EQ(watcher.records[5].values.count("replaced-token-accuracy"), 0);
  EXPECT_EQ(watcher.records[5].values.count("discriminator-loss"), 1);
}

INSTANTIATE_TEST_SUITE_P(Kinds, FindReplacedTokens, ::testing::Values("cnn", "recurrent"));

}  // namespace
}  // namespace lingan::replaced_tokens_test
