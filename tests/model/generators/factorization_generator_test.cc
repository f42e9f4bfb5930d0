#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::factorization_generator_test {
namespace {

GeneratorOptions pairs_options(int64_t queries) {
  GeneratorOptions options;
  options.cell = "factorization";
  options.vocabulary_size = 10;
  options.embedding_width = 4;
  options.length = 1;
  options.labels = "condition";
  options.label_sentences.assign(static_cast<size_t>(queries), 2);
  options.initial_range = 0.7;
  return options;
}

TEST(FactorizationGenerator, IsTheProductOfTheQuerysAndTheItemsVectors) {
  const auto generator = make_generator(pairs_options(3), {5, Purpose::kInitialize, 0});
  const auto weights = generator->named_parameters();
  const auto labels = torch::tensor({2, 0}, torch::kInt64);
  const auto logits =
      generator->forward(torch::full({2, 1}, 4, torch::kInt64), labels).select(1, 0);
  for (int64_t row = 0; row < 2; ++row) {
    for (int64_t item = 4; item < 10; ++item) {
      const auto query = weights["label_embedding"][labels[row].item<int64_t>()];
      const double expected = (query * weights["output_weight"][item]).sum().item<double>() +
                              weights["output_bias"][item].item<double>();
      EXPECT_NEAR(logits[row][item].item<double>(), expected, 1e-6);
    }
    for (int64_t special = 0; special < 4; ++special) {
      EXPECT_LT(logits[row][special].item<double>(), -1e8);  // no item
    }
  }
}

/// Rows of one batch have their own queries, however many there are.
TEST(FactorizationGenerator, SamplesItemsByTheProbabilitiesOfTheirQueries) {
  const auto generator = make_generator(pairs_options(3), {5, Purpose::kInitialize, 0});
  const auto rollouts = generator->rollouts({});
  engine::SampleRequest request;
  request.rows = 30000;
  request.length = 1;
  request.stream = {7, Purpose::kEvaluate, 0};
  const engine::Samples samples = rollouts->sample(request);
  std::map<std::pair<int32_t, int32_t>, double> shares;
  for (int64_t row = 0; row < request.rows; ++row) {
    shares[{samples.tokens.labels[row], samples.tokens.tokens[row]}] += 3.0 / 30000;
  }
  const Sentences pairs = to_sentences(samples.tokens);
  const auto log_p =
      torch::log_softmax(generator->forward(pairs.tokens, pairs.labels).select(1, 0), 1);
  for (int64_t row = 0; row < 200; ++row) {
    const int32_t query = samples.tokens.labels[row], item = samples.tokens.tokens[row];
    const double expected = log_p[row][item].item<double>();
    EXPECT_NEAR(samples.log_probabilities[row], expected, 1e-5);
    EXPECT_NEAR((shares[{query, item}]), std::exp(expected), 0.02);
  }
  const auto told = rollouts->log_probabilities(samples.tokens);
  EXPECT_NEAR(told.front(), samples.log_probabilities.front(), 1e-5);
}

TEST(FactorizationGenerator, OfOneLabelGivesThatQuerysItems) {
  const auto generator = make_generator(pairs_options(3), {5, Purpose::kInitialize, 0});
  const auto own = generator->of_label(1)->rollouts({});
  TokenBatch items = TokenBatch::filled(6, 1, 0);
  for (int32_t i = 0; i < 6; ++i) items.tokens[i] = 4 + i;
  items.lengths.assign(6, 1);
  const auto alone = own->log_probabilities(items);
  items.labels.assign(6, 1);
  const auto together = generator->rollouts({})->log_probabilities(items);
  for (size_t i = 0; i < 6; ++i) EXPECT_NEAR(alone[i], together[i], 1e-5);
}

}  // namespace
}  // namespace lingan::factorization_generator_test
