/// A generator that is told the labels of sentences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/refusal.h"

namespace lingan::generator_labels_test {
namespace {

constexpr SpecialTokens kSpecials{};
constexpr RandomStream kStream = {5, Purpose::kInitialize, 0};

GeneratorOptions small(std::string_view cell = "lstm") {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 7;
  options.embedding_width = 4;
  options.hidden_width = 8;
  options.layers = 2;
  options.initial_range = 0.8;
  options.length = 4;
  options.labels = "condition";
  options.label_sentences = {30, 10};
  return options;
}

std::shared_ptr<Generator> told(const GeneratorOptions& options) {
  auto generator = make_generator(options, kStream);
  generator->eval();
  return generator;
}

/// Sentences that both labels have.
TokenBatch sentences_of_both() {
  TokenBatch batch = TokenBatch::filled(4, 4, 0);
  batch.tokens = {3, 4, 2, 0, 5, 6, 3, 4, 3, 4, 2, 0, 5, 6, 3, 4};
  batch.lengths = {3, 4, 3, 4};
  batch.labels = {0, 0, 1, 1};
  return batch;
}

class GeneratorToldLabels : public ::testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Cells, GeneratorToldLabels,
                         ::testing::Values("lstm", "gru", "relational-memory", "transformer"),
                         [](const auto& info) {
                           std::string name(info.param);
                           std::erase(name, '-');
                           return name;
                         });

/// ln p(y_t | y_<t, label) by hand: the label's embedding is fed, then those of the tokens.
torch::Tensor by_hand(Generator& generator, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const Sentences sentences = to_sentences(batch);
  const torch::Tensor of_labels = generator.named_parameters()["label_embedding"];
  torch::Tensor input = of_labels.index_select(0, sentences.labels);
  std::vector<torch::Tensor> state = generator.initial_state(batch.rows);
  std::vector<torch::Tensor> all;
  for (int32_t t = 0; t < batch.width; ++t) {
    const auto log_p = torch::log_softmax(generator.step(input, state), 1);
    const auto token = sentences.tokens.select(1, t);
    all.push_back(log_p.gather(1, token.unsqueeze(1)).squeeze(1));
    input = torch::embedding(generator.embeddings(), token);
  }
  return torch::stack(all, 1) * inside(sentences.lengths, batch.width);
}

TEST_P(GeneratorToldLabels, GivesTheLikelihoodThatIsComputedByHand) {
  const auto generator = told(small(GetParam()));
  const TokenBatch batch = sentences_of_both();
  const torch::Tensor expected = by_hand(*generator, batch);
  const auto log_probabilities = generator->rollouts(kSpecials)->log_probabilities(batch);
  EXPECT_TRUE(torch::allclose(torch::tensor(log_probabilities).view({4, 4}), expected, 1e-4, 1e-5));
  EXPECT_FALSE(torch::allclose(expected[0], expected[2], 1e-2, 1e-2)) << "labels differ";
  const Sentences sentences = to_sentences(batch);
  const auto mask = inside(sentences.lengths, 4).to(torch::kFloat32);
  const auto loss = generator->pretraining_loss(sentences.tokens, mask, sentences.labels);
  EXPECT_NEAR(loss.item<double>(), -expected.sum().item<double>(), 1e-4);
}

TEST_P(GeneratorToldLabels, DrawsByTheLabelInTheProportionsOfTheText) {
  const auto generator = told(small(GetParam()));
  engine::SampleRequest request;
  request.rows = 40;
  request.length = 4;
  const engine::Samples samples = generator->rollouts(kSpecials)->sample(request);
  EXPECT_EQ(std::ranges::count(samples.tokens.labels, 1), 10);
  const auto expected = by_hand(*generator, samples.tokens);
  const auto log_probabilities = torch::tensor(samples.log_probabilities).view({40, 4});
  EXPECT_TRUE(torch::allclose(log_probabilities, expected, 1e-4, 1e-5));
}

TEST_P(GeneratorToldLabels, IsAGeneratorWithoutLabelsForEachOfThem) {
  const auto generator = told(small(GetParam()));
  const TokenBatch batch = sentences_of_both();
  const auto all = generator->rollouts(kSpecials)->log_probabilities(batch);
  for (const int32_t label : {0, 1}) {
    const auto own = generator->of_label(static_cast<size_t>(label));
    EXPECT_EQ(own->options().labels, "none");
    const auto rows = rows_with_label(batch, label);
    const auto log_probabilities =
        own->rollouts(kSpecials)->log_probabilities(select_rows(batch, rows));
    EXPECT_TRUE(std::equal(log_probabilities.begin(), log_probabilities.end(),
                           all.begin() + rows.front() * batch.width));
  }
}

TEST_P(GeneratorToldLabels, LearnsAnEmbeddingOfEachLabel) {
  const auto generator = told(small(GetParam()));
  const TokenBatch batch = select_rows(sentences_of_both(), std::vector<int64_t>{2, 3});
  const Sentences sentences = to_sentences(batch);
  const auto weights = torch::ones({2, 4});
  generator->pretraining_loss(sentences.tokens, weights, sentences.labels).backward();
  const auto gradient = generator->named_parameters()["label_embedding"].grad();
  EXPECT_EQ(gradient[0].abs().sum().item<double>(), 0);
  EXPECT_GT(gradient[1].abs().sum().item<double>(), 0);
}

TEST(GeneratorLabels, AreNeverLeftOutByWordDropout) {
  GeneratorOptions options = small("gru");
  options.word_dropout = 0.99;
  const auto generator = make_generator(options, kStream);  // it trains
  const auto tokens = torch::full({1, 1}, 3, torch::kInt64);
  const auto logits = [&](int64_t label) {
    return generator->forward(tokens, torch::full({1}, label, torch::kInt64));
  };
  EXPECT_TRUE(torch::equal(logits(0), logits(0)));
  EXPECT_FALSE(torch::equal(logits(0), logits(1)));
}

TEST(GeneratorLabels, AreForbiddenWhatTheGeneratorIs) {
  const auto generator = told(small());
  generator->forbid(std::vector<int32_t>{2, 3, 4, 5});
  engine::SampleRequest request;
  request.rows = 8;
  request.length = 3;
  for (const int32_t token : generator->rollouts(kSpecials)->sample(request).tokens.tokens) {
    EXPECT_EQ(token, 6);
  }
}

std::string refusal(const GeneratorOptions& options) {
  return testing::refusal<UsageError>([&] {
    make_generator(options, kStream)->forward(torch::full({1, 1}, 3, torch::kInt64));
  });
}

TEST(GeneratorLabels, AreRefusedWhereThereAreNone) {
  using ::testing::HasSubstr;
  EXPECT_THAT(refusal(small()), HasSubstr("generator.labels = \"condition\": the sentences have no "
                                          "labels"));
  GeneratorOptions without = small();
  without.label_sentences.clear();
  EXPECT_THAT(refusal(without), HasSubstr("name a file of them"));
  GeneratorOptions endless = small();
  endless.specials.eos = -1;
  EXPECT_THAT(refusal(endless), HasSubstr("no token that ends a sentence"));
}

}  // namespace
}  // namespace lingan::generator_labels_test
