#include <lingan/model/ensemble.h>

#include <gtest/gtest.h>

#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr SpecialTokens kSpecials{};

GeneratorOptions small(const std::string& cell) {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 7;
  options.embedding_width = 8;
  options.hidden_width = 8;
  options.initial_range = 0.8;
  options.length = 4;
  return options;
}

std::shared_ptr<Generator> made(const GeneratorOptions& options, uint64_t seed) {
  auto generator = make_generator(options, {seed, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

TokenBatch sentences() {
  TokenBatch batch = TokenBatch::filled(3, 4, 0);
  batch.tokens = {3, 4, 2, 0, 5, 6, 3, 4, 2, 0, 0, 0};
  batch.lengths = {3, 4, 1};
  return batch;
}

/// Generators of different kinds, by torch's softmax of their own logits.
TEST(Ensemble, IsTheMeanOfTheGeneratorsProbabilities) {
  const std::vector<std::shared_ptr<Generator>> members = {
      made(small("lstm"), 5), made(small("gru"), 6), made(small("relational-memory"), 7)};
  const torch::NoGradGuard no_gradient;
  const TokenBatch batch = sentences();
  const Sentences real = to_sentences(batch);
  torch::Tensor mean = torch::zeros({3, 4, 7}, torch::kFloat64);
  for (const auto& member : members) {
    mean += torch::softmax(member->forward(real.tokens).to(torch::kFloat64), -1) / 3;
  }
  for (const double temperature : {1.0, 0.5}) {
    const auto log_p = torch::log_softmax(mean.log() / temperature, -1);
    const auto of_tokens = log_p.gather(-1, real.tokens.unsqueeze(-1)).squeeze(-1);
    const auto expected = of_tokens.masked_fill(inside(real.lengths, 4).logical_not(), 0.0);
    const auto found =
        torch::tensor(ensemble_rollouts(members, kSpecials, temperature)->log_probabilities(batch),
                      torch::kFloat64);
    EXPECT_TRUE(torch::allclose(found.view({3, 4}), expected, 1e-4, 1e-5)) << temperature;
  }
}

TEST(Ensemble, DrawsNoTokenThatItsMembersWereToldToForbid) {
  const std::vector<std::shared_ptr<Generator>> members = {made(small("lstm"), 5),
                                                           made(small("lstm"), 6)};
  for (const auto& member : members) member->forbid(std::vector<int32_t>{4, 5});
  engine::SampleRequest request;
  request.rows = 500;
  request.length = 4;
  for (const int32_t token : ensemble_rollouts(members, kSpecials)->sample(request).tokens.tokens) {
    EXPECT_TRUE(token != 4 && token != 5);
  }
}

TEST(Ensemble, RefusesGeneratorsWhoseTokensHaveNoProbabilityOfTheirOwn) {
  GeneratorOptions points = small("lstm"), code = small("lstm"), labels = small("lstm");
  points.output = "point";
  code.latent_width = 3;
  labels.labels = "condition";
  labels.label_sentences = {2, 3};
  for (const GeneratorOptions& options : {points, code, labels}) {
    const std::vector<std::shared_ptr<Generator>> members = {made(small("lstm"), 5),
                                                             made(options, 6)};
    EXPECT_THROW(ensemble_rollouts(members, kSpecials), UsageError);
  }
}

}  // namespace
}  // namespace lingan
