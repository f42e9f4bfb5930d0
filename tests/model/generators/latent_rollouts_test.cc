#include <lingan/model/generators/latent_rollouts.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/sentences/latent_code.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::latent_rollouts_test {
namespace {

constexpr SpecialTokens kSpecials{};

std::shared_ptr<Generator> small(std::string_view cell, const char* output = "softmax",
                                 int64_t prior_width = 0, const char* codes = "normal") {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 6;
  options.embedding_width = 4;
  options.hidden_width = 5;
  options.layers = 2;
  options.initial_range = 0.8;
  options.output = output;
  options.latent_width = 3;
  options.prior_width = prior_width;
  options.latent_codes = codes;
  auto generator = make_generator(options, {3, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

/// Every sentence of at most two tokens over 2 (the end) to 5.
TokenBatch short_sentences() {
  TokenBatch batch = TokenBatch::filled(13, 2, 0);
  batch.tokens[0] = 2;
  batch.lengths[0] = 1;
  for (int32_t row = 1; row < 13; ++row) {
    batch.tokens[row * 2] = 3 + (row - 1) / 4;
    batch.tokens[row * 2 + 1] = 2 + (row - 1) % 4;
    batch.lengths[row] = 2;
  }
  return batch;
}

class LatentRolloutsOf : public ::testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Cells, LatentRolloutsOf, ::testing::Values("lstm", "gru"),
                         [](const auto& info) { return std::string(info.param); });

/// ln p of tokens that follow a code, by the module itself.
torch::Tensor by_module(Generator& generator, const TokenBatch& batch, const torch::Tensor& codes) {
  const torch::NoGradGuard no_gradient;
  auto state = generator.initial_state(codes);
  const auto tokens = to_sentences(batch).tokens;
  auto fed = torch::full({batch.rows}, kSpecials.bos, torch::kInt64);
  torch::Tensor sum = torch::zeros({batch.rows});
  for (int32_t t = 0; t < batch.width; ++t) {
    const auto input = torch::embedding(generator.embeddings(), fed);
    const auto log_p = torch::log_softmax(generator.step(input, state), 1);
    fed = tokens.select(1, t);
    const auto own = log_p.gather(1, fed.unsqueeze(1)).squeeze(1);
    sum = sum + own * (torch::tensor(batch.lengths) > t);
  }
  return sum;
}

TEST_P(LatentRolloutsOf, SampleFromTheStateOfTheRowsOwnCode) {
  engine::SampleRequest request;
  request.rows = 40;
  request.length = 4;
  request.stream = {9, Purpose::kSample, 1};
  request.first_row = 3;
  const auto noise = latent_codes(request.stream, 3, 40, 3);
  for (const int64_t prior_width : {0, 7}) {  // the code is the noise, or a network's
    const auto generator = small(GetParam(), "softmax", prior_width);
    const auto samples = generator->rollouts(kSpecials)->sample(request);
    const auto expected = by_module(*generator, samples.tokens, generator->codes(noise));
    const auto log_probabilities = torch::tensor(samples.log_probabilities).view({40, 4}).sum(1);
    EXPECT_TRUE(torch::allclose(log_probabilities, expected, 1e-4, 1e-5)) << prior_width;
  }
}

TEST_P(LatentRolloutsOf, DrawBitsWhereCodesAreBinary) {
  const auto generator = small(GetParam(), "softmax", 0, "binary");
  engine::SampleRequest request;
  request.rows = 40;
  request.length = 4;
  request.stream = {9, Purpose::kSample, 1};
  const auto samples = generator->rollouts(kSpecials)->sample(request);
  const auto expected =
      by_module(*generator, samples.tokens, binary_codes(request.stream, 0, 40, 3));
  const auto log_probabilities = torch::tensor(samples.log_probabilities).view({40, 4}).sum(1);
  EXPECT_TRUE(torch::allclose(log_probabilities, expected, 1e-4, 1e-5));
}

TEST_P(LatentRolloutsOf, TellTheProbabilitiesOfAMixtureOfCodes) {
  const auto generator = small(GetParam());
  const TokenBatch all = short_sentences();
  const auto rollouts = generator->rollouts(kSpecials);
  EXPECT_TRUE(rollouts->has_likelihood());
  const auto log_probabilities =
      torch::tensor(rollouts->log_probabilities(all)).view({13, 2}).sum(1);
  EXPECT_NEAR(log_probabilities.exp().sum().item<double>(), 1.0, 1e-5);
  const auto codes = latent_codes({0, Purpose::kEvaluate, 0}, 0, LatentRollouts::kComponents, 3);
  torch::Tensor mean = torch::zeros({13});
  for (int64_t k = 0; k < LatentRollouts::kComponents; ++k) {
    mean = mean + by_module(*generator, all, codes.narrow(0, k, 1).expand({13, -1})).exp();
  }
  EXPECT_TRUE(
      torch::allclose(log_probabilities.exp(), mean / LatentRollouts::kComponents, 1e-4, 1e-6));
}

TEST_P(LatentRolloutsOf, TakeTheNearestTokenOfAPointAndGiveItNoProbability) {
  const auto rollouts = small(GetParam(), "point")->rollouts(kSpecials);
  engine::SampleRequest request;
  request.rows = 8;
  request.length = 4;
  const auto samples = rollouts->sample(request);
  EXPECT_EQ(
      std::accumulate(samples.log_probabilities.begin(), samples.log_probabilities.end(), 0.0F),
      0.0F);
  EXPECT_FALSE(rollouts->has_likelihood());
  EXPECT_THROW(rollouts->log_probabilities(samples.tokens), UsageError);
  request.options.temperature = 0.5;
  EXPECT_THROW(rollouts->sample(request), UsageError);
}

TEST_P(LatentRolloutsOf, CompleteNoPrefixes) {
  const auto rollouts = small(GetParam())->rollouts(kSpecials);
  EXPECT_THROW(rollouts->complete(short_sentences(), {}, [](const engine::Completions&) {}),
               UsageError);
}

}  // namespace
}  // namespace lingan::latent_rollouts_test
