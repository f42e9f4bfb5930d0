#include <lingan/model/discriminators/pair_discriminator.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/model/finite_differences.h"

namespace lingan::pair_discriminator_test {
namespace {

PairShape shape(int64_t width) {
  return {.vocabulary_size = 5, .embedding_width = 3, .code_width = 2, .width = width};
}

/// Four sentences with the two corners of a code of two dimensions each.
Sentences pairs() {
  Sentences batch;
  batch.tokens = torch::tensor({{3, 4, 2}, {4, 2, 0}, {2, 0, 0}, {4, 4, 4}}, torch::kInt64);
  batch.lengths = torch::tensor({3, 2, 1, 3}, torch::kInt64);
  batch.latent = torch::tensor({{0.5F, -1.0F}, {1.0F, 1.0F}, {-1.0F, 0.0F}, {0.0F, 2.0F}});
  return batch;
}

TEST(PairDiscriminator, HasTheGradientOfFiniteDifferencesInRelaxedSentencesAndCodes) {
  PairDiscriminator judge(shape(4), {3, Purpose::kInitialize, 0});
  judge.to(torch::kFloat64);
  expect_gradient(
      [&](const std::vector<torch::Tensor>& inputs) {
        Sentences relaxed;
        relaxed.one_hot = torch::softmax(inputs[0], 2);
        relaxed.lengths = pairs().lengths;
        relaxed.latent = inputs[1];
        return mixed(judge.forward(relaxed));
      },
      {float64_leaf({4, 3, 5}, 3), float64_leaf({4, 2}, 5)});
}

TEST(PairDiscriminator, DoesNotReadWhatFollowsASentence) {
  const PairDiscriminator judge(shape(4), {3, Purpose::kInitialize, 0});
  Sentences batch = pairs();
  const auto before = judge.forward(batch);
  batch.tokens[1][2] = 4;
  EXPECT_TRUE(torch::equal(before, judge.forward(batch)));
  batch.latent[1][0] = -3;
  EXPECT_FALSE(torch::equal(before, judge.forward(batch)));
}

/// On pairs that can be enumerated, those of text with probabilities p and made ones with q, the
/// outputs at the least loss are ln(p / q): Goodfellow et al. 2014, proposition 1, of pairs. All
/// sentences are equally likely on both sides, and so are the codes: only together they tell.
TEST(PairDiscriminator, LearnsTheRatioOfJointProbabilities) {
  PairDiscriminator judge(shape(16), {3, Purpose::kInitialize, 0});
  Sentences all;
  all.tokens = torch::tensor({{3, 2}, {3, 2}, {4, 2}, {4, 2}}, torch::kInt64);
  all.lengths = torch::full({4}, 2, torch::kInt64);
  all.latent = torch::tensor({{1.0F, 0.0F}, {-1.0F, 0.0F}, {1.0F, 0.0F}, {-1.0F, 0.0F}});
  const auto real = torch::tensor({0.4F, 0.1F, 0.1F, 0.4F});
  const auto made = torch::tensor({0.2F, 0.3F, 0.3F, 0.2F});
  torch::optim::AdamW optimizer(judge.parameters(), torch::optim::AdamWOptions(0.01));
  for (int step = 0; step < 400; ++step) {
    optimizer.zero_grad();
    const auto outputs = judge.forward(all);
    (real * torch::softplus(-outputs) + made * torch::softplus(outputs)).sum().backward();
    optimizer.step();
  }
  EXPECT_TRUE(torch::allclose(judge.forward(all), (real / made).log(), 0.02, 0.02));
}

}  // namespace
}  // namespace lingan::pair_discriminator_test
