#include <lingan/model/generators/ensemble.h>

#include <gtest/gtest.h>

#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/model/tiny_generator.h"

namespace lingan::ensemble_test {
namespace {

constexpr SpecialTokens kSpecials{};

using testing::made;
using testing::tiny_generator;
using testing::tiny_sentences;

/// Generators of different kinds, by torch's softmax of their own logits.
TEST(Ensemble, IsTheMeanOfTheProbabilitiesOfTheGenerators) {
  const std::vector<std::shared_ptr<Generator>> members = {
      made(tiny_generator("lstm"), 5), made(tiny_generator("gru"), 6),
      made(tiny_generator("relational-memory"), 7)};
  const torch::NoGradGuard no_gradient;
  const TokenBatch batch = tiny_sentences();
  const Sentences real = to_sentences(batch);
  torch::Tensor mean = torch::zeros({3, 4, 7}, torch::kFloat64);
  for (const auto& member : members) {
    mean += torch::softmax(member->forward(real.tokens).to(torch::kFloat64), -1) / 3;
  }
  for (const double temperature : {1.0, 0.5}) {
    const auto log_p = torch::log_softmax(mean.log() / temperature, -1);
    const auto of_tokens = log_p.gather(-1, real.tokens.unsqueeze(-1)).squeeze(-1);
    const auto expected = of_tokens.masked_fill(inside(real.lengths, 4).logical_not(), 0.0);
    const auto actual =
        torch::tensor(ensemble_rollouts(members, kSpecials, temperature)->log_probabilities(batch),
                      torch::kFloat64);
    EXPECT_TRUE(torch::allclose(actual.view({3, 4}), expected, 1e-4, 1e-5)) << temperature;
  }
}

TEST(Ensemble, DrawsNoTokenThatItsMembersWereToldToForbid) {
  const std::vector<std::shared_ptr<Generator>> members = {made(tiny_generator("lstm"), 5),
                                                           made(tiny_generator("lstm"), 6)};
  for (const auto& member : members) member->forbid(std::vector<int32_t>{4, 5});
  engine::SampleRequest request;
  request.rows = 500;
  request.length = 4;
  for (const int32_t token : ensemble_rollouts(members, kSpecials)->sample(request).tokens.tokens) {
    EXPECT_TRUE(token != 4 && token != 5);
  }
}

TEST(Ensemble, RefusesGeneratorsWhoseTokensHaveNoProbabilityOfTheirOwn) {
  GeneratorOptions points = tiny_generator("lstm"), code = tiny_generator("lstm"),
                   labels = tiny_generator("lstm");
  points.output = "point";
  code.latent_width = 3;
  labels.labels = "condition";
  labels.label_sentences = {2, 3};
  for (const GeneratorOptions& options : {points, code, labels}) {
    const std::vector<std::shared_ptr<Generator>> members = {made(tiny_generator("lstm"), 5),
                                                             made(options, 6)};
    EXPECT_THROW(ensemble_rollouts(members, kSpecials), UsageError);
  }
}

}  // namespace
}  // namespace lingan::ensemble_test
