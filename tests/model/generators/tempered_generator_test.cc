#include <lingan/model/generators/tempered_generator.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/model/tiny_generator.h"

namespace lingan::tempered_generator_test {
namespace {

constexpr SpecialTokens kSpecials{};

using testing::made;
using testing::tiny_generator;
using testing::tiny_sentences;

/// ln p of each token by torch's softmax of the network's own logits over T.
torch::Tensor by_torch(Generator& generator, const TokenBatch& batch, double temperature) {
  const torch::NoGradGuard no_gradient;
  const Sentences real = to_sentences(batch);
  const auto logits = generator.forward(real.tokens, real.labels).to(torch::kFloat64);
  const auto all = torch::log_softmax(logits / temperature, -1);
  return all.gather(-1, real.tokens.unsqueeze(-1)).squeeze(-1) *
         inside(real.lengths, batch.width).to(torch::kFloat64);
}

void expect_likelihoods(Generator& generator, const TokenBatch& batch, double temperature) {
  const auto expected = by_torch(generator, batch, temperature);
  const auto copy = tempered(generator, temperature);
  const auto own = copy->rollouts(kSpecials)->log_probabilities(batch);
  const auto actual = torch::tensor(own, torch::kFloat64).view({batch.rows, batch.width});
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-4, 1e-5)) << temperature;
  EXPECT_FALSE(torch::allclose(expected, by_torch(generator, batch, 1.0), 1e-2, 1e-2));
}

class Tempered : public ::testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Cells, Tempered,
                         ::testing::Values("lstm", "gru", "relational-memory", "transformer"),
                         [](const auto& info) {
                           std::string name(info.param);
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(Tempered, GivesTheLikelihoodThatTorchComputes) {
  for (const bool tied : {false, true}) {
    GeneratorOptions options = tiny_generator(GetParam());
    options.tied_embeddings = tied;
    const auto generator = made(options, 5);
    for (const double temperature : {0.25, 0.7, 3.0}) {
      expect_likelihoods(*generator, tiny_sentences(), temperature);
    }
  }
}

TEST_P(Tempered, GivesThatOfEachLabel) {
  GeneratorOptions options = tiny_generator(GetParam());
  options.labels = "condition";
  options.label_sentences = {3, 1};
  TokenBatch batch = tiny_sentences();
  batch.labels = {0, 1, 1};
  expect_likelihoods(*made(options, 5), batch, 0.5);
}

TEST(TemperedGenerator, GivesThatOfEachLabelsNetwork) {
  GeneratorOptions options = tiny_generator("lstm");
  options.labels = "separate";
  options.label_sentences = {3, 1};
  const auto generator = made(options, 5);
  TokenBatch batch = tiny_sentences();
  batch.labels = {0, 1, 1};
  const auto actual = tempered(*generator, 0.5)->rollouts(kSpecials)->log_probabilities(batch);
  for (int64_t row = 0; row < batch.rows; ++row) {
    const auto expected = by_torch(*generator->of_labels()[static_cast<size_t>(batch.labels[row])],
                                   tiny_sentences(), 0.5);
    for (int32_t t = 0; t < batch.lengths[row]; ++t) {
      EXPECT_NEAR(actual[row * batch.width + t], expected[row][t].item<double>(), 1e-4);
    }
  }
}

/// Of 200,000 tokens drawn at T, those that are token 4 are as many as its probability says.
TEST(TemperedGenerator, IsTheGeneratorAsItSamplesAtThatTemperature) {
  const auto generator = made(tiny_generator("gru"), 5);
  TokenBatch four = TokenBatch::filled(1, 1, 0);
  four.tokens = {4};
  four.lengths = {1};
  const double p =
      std::exp(tempered(*generator, 0.4)->rollouts(kSpecials)->log_probabilities(four)[0]);
  engine::SampleRequest request;
  request.rows = 200000;
  request.stream = {3, Purpose::kEvaluate, 0};
  request.options.temperature = 0.4;
  const auto samples = generator->rollouts(kSpecials)->sample(request);
  const auto count = std::count(samples.tokens.tokens.begin(), samples.tokens.tokens.end(), 4);
  EXPECT_NEAR(static_cast<double>(count) / 200000, p, 5 * std::sqrt(p * (1 - p) / 200000));
}

TEST(TemperedGenerator, LeavesTheOriginalAsItWas) {
  const auto generator = made(tiny_generator("lstm"), 5);
  const auto before = generator->rollouts(kSpecials)->log_probabilities(tiny_sentences());
  tempered(*generator, 0.3);
  EXPECT_EQ(generator->rollouts(kSpecials)->log_probabilities(tiny_sentences()), before);
  EXPECT_EQ(tempered(*generator, 1.0)->rollouts(kSpecials)->log_probabilities(tiny_sentences()),
            before);
}

TEST(TemperedGenerator, RefusesWhatHasNoTemperature) {
  const auto generator = made(tiny_generator("lstm"), 5);
  EXPECT_THROW(tempered(*generator, 0.0), UsageError);
  EXPECT_THROW(tempered(*generator, std::nan("")), UsageError);
  GeneratorOptions options = tiny_generator("lstm");
  options.output = "point";
  EXPECT_THROW(tempered(*made(options, 5), 0.5), UsageError);
}

}  // namespace
}  // namespace lingan::tempered_generator_test
