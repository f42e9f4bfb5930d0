#include <lingan/gan/strategies/cycle_consistency.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/strategies/gumbel_noise.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>

#include "tests/gan/strategies/rewriting.h"

namespace lingan::cycle_consistency_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kStream{17, Purpose::kNoise, 3};

World rewriting_world() { return make_world({}, 0.0, "classes", networks_for("cycle")); }

TEST(OtherLabels, AreAnyButTheOwn) {
  const auto two = torch::tensor({0, 1, 1, 0}, torch::kInt64);
  EXPECT_TRUE(torch::equal(other_labels(two, 2, kStream, 0), 1 - two));
  const auto ones = torch::ones({3000}, torch::kInt64);
  const auto others = other_labels(ones, 4, kStream, 5);
  for (const int64_t label : {0, 2, 3}) {
    EXPECT_NEAR((others == label).sum().item<double>(), 1000, 100) << label;
  }
  EXPECT_EQ((others == 1).sum().item<int64_t>(), 0);
  EXPECT_TRUE(torch::equal(other_labels(ones.slice(0, 10), 4, kStream, 15), others.slice(0, 10)));
}

/// The first relaxed token is of the state of the source and of the other label's embedding.
TEST(Rewritten, ReadsTheSentenceAndIsToldTheOtherLabel) {
  const torch::NoGradGuard no_gradient;
  const World world = rewriting_world();
  const GumbelSoftmaxOptions options;
  const Sentences fake =
      rewritten(*world.generator, world.real, GumbelSoftmaxRelaxation(options, 2.0),
                {.stream = kStream, .first_row = 4, .length = world.length});
  EXPECT_TRUE(torch::equal(fake.labels, 1 - world.real.labels));
  ASSERT_EQ(fake.one_hot.sizes(), (torch::IntArrayRef{6, 3, 5}));
  const auto table = world.generator->named_parameters()["label_embedding"];
  for (int64_t row = 0; row < 6; ++row) {
    const int64_t length = world.real.lengths[row].item<int64_t>();
    const auto source =
        torch::embedding(world.generator->embeddings(), world.real.tokens[row].slice(0, 0, length));
    auto state = state_of(*world.generator, source);
    const auto logits =
        world.generator->step(table[fake.labels[row].item<int64_t>()].unsqueeze(0), state);
    const auto noise = gumbel_noise(kStream, 4 + static_cast<uint64_t>(row), 0, logits);
    EXPECT_TRUE(torch::allclose(fake.one_hot[row][0], torch::softmax(2 * (logits + noise), 1)[0],
                                1e-4, 1e-6))
        << row;
  }
}

/// By a few lines of its own over relaxed and over hard sources.
TEST(ReconstructionLoss, IsTheCrossEntropyOfTheSentenceThatComesBack) {
  const torch::NoGradGuard no_gradient;
  const World world = rewriting_world();
  Generator& generator = *world.generator;
  Sentences relaxed;
  torch::manual_seed(2);
  relaxed.one_hot = torch::softmax(torch::randn({6, 3, 5}) * 2, 2);
  relaxed.lengths = torch::tensor({3, 1, 2, 2, 3, 1}, torch::kInt64);
  for (const bool are_relaxed : {true, false}) {
    const Sentences& sources = are_relaxed ? relaxed : world.real;
    double sum = 0, tokens = 0;
    for (int64_t row = 0; row < 6; ++row) {
      const auto vectors = to_vectors(sources, generator.embeddings())[row].slice(
          0, 0, sources.lengths[row].item<int64_t>());
      sum -= log_likelihood_of_row(generator, world.real, row, vectors);
      tokens += world.real.lengths[row].item<double>();
    }
    EXPECT_NEAR(reconstruction_loss(generator, world.real, sources).item<double>(), sum / tokens,
                1e-5);
  }
}

}  // namespace
}  // namespace lingan::cycle_consistency_test
