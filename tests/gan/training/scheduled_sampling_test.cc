#include <lingan/gan/training/scheduled_sampling.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/gan/training/small_run.h"
#include "tests/model/tiny_generator.h"

namespace lingan::scheduled_sampling_test {
namespace {

using testing::made;
using testing::tiny_generator;

OwnTokens own(double share) { return {.share = share, .stream = {7, Purpose::kOwnTokens, 3}}; }

TEST(ScheduledSampling, FeedsTheTextWhereNothingIsItsOwn) {
  const auto generator = made(tiny_generator("lstm"), 1);
  const Sentences sentences = to_sentences(testing::tiny_sentences());
  EXPECT_TRUE(torch::equal(fed_tokens(*generator, sentences.tokens, own(0)), sentences.tokens));
  EXPECT_NEAR(scheduled_sampling_loss(*generator, sentences, 8, own(0)).item<double>(),
              likelihood_loss(*generator, sentences, 8).item<double>(), 1e-6);
}

/// Each row's second token is its own after what the row was fed first, be that its own or the
/// text's: shares of many rows against the probabilities of the network.
TEST(ScheduledSampling, DrawsOwnTokensAfterThoseThatWereFed) {
  const auto generator = made(tiny_generator("lstm"), 1);
  constexpr int64_t kRows = 20000;
  const torch::Tensor text = torch::tensor({3, 4}, torch::kInt64).repeat({kRows, 1});
  const torch::Tensor fed = fed_tokens(*generator, text, own(0.25));
  const torch::NoGradGuard no_gradient;
  for (const int64_t first : {3, 5}) {
    const auto after = generator->forward(torch::tensor({{first, int64_t{0}}})).softmax(-1);
    const auto at_first = (fed.select(1, 0) == first);
    const double share_first = at_first.to(torch::kFloat64).mean().item<double>();
    const double p_first = after[0][0][first].item<double>();
    EXPECT_NEAR(share_first, 0.25 * p_first + (first == 3 ? 0.75 : 0.0), 0.015);
    const auto second = fed.select(1, 1).index_select(0, at_first.nonzero().squeeze(1));
    for (const int64_t token : {2, 4, 6}) {
      const double share = (second == token).to(torch::kFloat64).mean().item<double>();
      const double expected = 0.25 * after[0][1][token].item<double>() + (token == 4 ? 0.75 : 0.0);
      const double deviation = 0.5 / std::sqrt(share_first * kRows);
      EXPECT_NEAR(share, expected, 4 * deviation) << first << " " << token;
    }
  }
}

TEST(ScheduledSampling, CostsTheTextAfterWhatWasFed) {
  const auto generator = made(tiny_generator("gru"), 2);
  const Sentences sentences = to_sentences(testing::tiny_sentences());
  const torch::Tensor fed = fed_tokens(*generator, sentences.tokens, own(0.9));
  ASSERT_FALSE(torch::equal(fed, sentences.tokens));
  const auto log_softmax = torch::log_softmax(generator->forward(fed), -1);
  double expected = 0;
  for (int64_t row = 0; row < 3; ++row) {
    for (int64_t t = 0; t < sentences.lengths[row].item<int64_t>(); ++t) {
      const auto token = sentences.tokens[row][t].item<int64_t>();
      expected -= log_softmax[row][t][token].item<double>() / 8;
    }
  }
  EXPECT_NEAR(scheduled_sampling_loss(*generator, sentences, 8, own(0.9)).item<double>(), expected,
              1e-5);
}

TEST(ScheduledSampling, ChangesWhatIsLearnedAndContinuesAnywhere) {
  Recipe recipe = testing::small_recipe("");
  const auto trained = [](const Recipe& what) {
    Trainer trainer(what, testing::counting_data(), 5);
    testing::Watcher watcher;
    trainer.run(watcher);
    return trainer.save();
  };
  const TensorFile plain = trained(recipe);
  recipe.training.scheduled_sampling = 0.5;
  const TensorFile whole = trained(recipe);
  EXPECT_FALSE(testing::same_bytes(whole, plain));
  for (const int64_t stop : {3, 7}) {
    EXPECT_TRUE(testing::same_bytes(
        testing::stopped_and_resumed(recipe, testing::counting_data(), stop), whole));
  }
}

}  // namespace
}  // namespace lingan::scheduled_sampling_test
