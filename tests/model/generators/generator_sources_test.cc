#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>

#include "tests/model/sourced_generator.h"
#include "tests/refusal.h"

namespace lingan::generator_sources_test {
namespace {

using testing::refusal;
using testing::rewriting_generator;
using testing::sourced_generator;

class GeneratorSourcesOf : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Cells, GeneratorSourcesOf,
                         ::testing::ValuesIn(testing::autoregressive_cells()),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

/// What a whole sentence is read by is what its tokens are read by, one after the other.
TEST_P(GeneratorSourcesOf, SetTheStateBeforeTheFirstToken) {
  const torch::NoGradGuard no_gradient;
  const auto generator = sourced_generator(GetParam());
  const auto tokens = torch::randint(2, 6, {4, 5}, torch::kInt64);
  const auto sources = torch::tensor({1, 3, 0, 1}, torch::kInt64);
  const auto logits = generator->forward(tokens, sources);
  auto state = generator->first_state(4, sources);
  auto input = generator->first_input(4, sources);
  for (int64_t t = 0; t < 5; ++t) {
    EXPECT_TRUE(torch::allclose(logits.select(1, t), generator->step(input, state), 1e-4, 1e-5));
    input = torch::embedding(generator->embeddings(), tokens.select(1, t));
  }
  const auto others = generator->forward(tokens, torch::tensor({1, 3, 2, 1}, torch::kInt64));
  const auto moved = (others - logits).abs().amax({1, 2});
  EXPECT_EQ(moved[0].item<float>(), 0);
  EXPECT_GT(moved[2].item<float>(), 1e-3) << "another source gives another sentence";
}

TEST_P(GeneratorSourcesOf, LearnWithIt) {
  const auto generator = sourced_generator(GetParam());
  const auto tokens = torch::randint(2, 6, {4, 5}, torch::kInt64);
  generator->cross_entropy(tokens, torch::ones({4, 5}), torch::tensor({1, 3, 0, 1}, torch::kInt64))
      .backward();
  for (const auto& parameter : generator->named_parameters()) {
    if (!parameter.key().starts_with("source_")) continue;
    EXPECT_GT(parameter.value().grad().abs().max().item<float>(), 0) << parameter.key();
  }
}

/// A sentence up to its end is its source; what follows it changes nothing.
TEST_P(GeneratorSourcesOf, AreTheSentencesThemselves) {
  const torch::NoGradGuard no_gradient;
  const auto generator = rewriting_generator(GetParam());
  ASSERT_TRUE(generator->reads_itself());
  const auto tokens = torch::tensor({{4, 3, 2, 0, 0}, {3, 5, 4, 5, 3}}, torch::kInt64);
  Sentences sources;
  sources.tokens = torch::tensor({{4, 3, 2, 5, 5, 5}, {3, 5, 4, 5, 3, 5}}, torch::kInt64);
  sources.lengths = torch::tensor({3, 5}, torch::kInt64);
  Sentences sentences;
  sentences.tokens = tokens;
  sentences.labels = torch::tensor({1, 0}, torch::kInt64);
  const auto own = generator->hidden(tokens, sentences.labels);
  EXPECT_TRUE(torch::allclose(generator->hidden_of_sources(sentences, sources), own, 1e-5, 1e-6));
  sources.lengths = torch::tensor({2, 5}, torch::kInt64);
  const auto others = generator->hidden_of_sources(sentences, sources);
  EXPECT_GT((others - own)[0].abs().max().item<float>(), 1e-3);
  EXPECT_TRUE(torch::allclose(others[1], own[1], 1e-5, 1e-6));
}

/// Relaxed sources that are one-hot rows are the tokens.
TEST_P(GeneratorSourcesOf, MayBeRelaxedAndThenTakeAGradient) {
  const auto generator = rewriting_generator(GetParam());
  Sentences hard, relaxed;
  hard.tokens = torch::tensor({{4, 3, 2, 0}, {3, 5, 4, 2}}, torch::kInt64);
  hard.lengths = relaxed.lengths = torch::tensor({3, 4}, torch::kInt64);
  relaxed.one_hot = torch::one_hot(hard.tokens, 6).to(torch::kFloat32).requires_grad_();
  const auto state = generator->first_state_of(relaxed).front();
  EXPECT_TRUE(torch::allclose(state, generator->first_state_of(hard).front(), 1e-5, 1e-6));
  state.sum().backward();
  const auto reached = relaxed.one_hot.grad().abs().amax(2) > 0;
  const auto inside = torch::tensor({{1, 1, 1, 0}, {1, 1, 1, 1}}, torch::kBool);
  EXPECT_TRUE(torch::equal(reached, inside)) << reached;
}

TEST(GeneratorSources, AreNoisyInTraining) {
  const torch::NoGradGuard no_gradient;
  auto options = rewriting_generator("lstm")->options();
  options.source_shuffle = 3;
  options.source_dropout = 0.3;
  const auto generator = make_generator(options, {3, Purpose::kInitialize, 0});
  const auto tokens = torch::tensor({{4, 3, 5, 2}}, torch::kInt64);
  const auto label = torch::zeros({1}, torch::kInt64);
  generator->eval();
  const auto plain = generator->forward(tokens, label);
  EXPECT_TRUE(torch::equal(generator->forward(tokens, label), plain));
  generator->train();
  double moved = 0;
  for (int i = 0; i < 20; ++i) {
    moved = std::max(moved, (generator->forward(tokens, label) - plain).abs().max().item<double>());
  }
  EXPECT_GT(moved, 1e-3);
}

TEST(GeneratorSources, OfOneLabelAreNotRewritten) {
  GeneratorOptions options = rewriting_generator("lstm")->options();
  options.label_sentences = {4};
  EXPECT_THAT(refusal<UsageError>([&] { make_generator(options, {}); }),
              ::testing::HasSubstr("bring text of two labels or more"));
}

TEST(GeneratorSources, MayBeReplacedByOthers) {
  const torch::NoGradGuard no_gradient;
  const auto generator = sourced_generator("lstm");
  const auto first = generator->first_state(1, torch::tensor({3}, torch::kInt64));
  auto others = testing::small_sources();
  others->sentences = select_rows(others->sentences, std::vector<int64_t>{3, 0});
  others->sampled = {0, 1};
  generator->set_sources(others);
  EXPECT_TRUE(torch::allclose(generator->first_state(1, torch::tensor({0}, torch::kInt64)).front(),
                              first.front()));
}

TEST(GeneratorSources, AreMissed) {
  const auto generator = sourced_generator("gru");
  EXPECT_EQ(refusal<UsageError>([&] {
              generator->forward(torch::zeros({2, 5}, torch::kInt64));
            }),
            "generator.source = \"encoder\": the sentences have no sources");
  GeneratorOptions options = generator->options();
  options.sources = nullptr;
  EXPECT_THAT(refusal<UsageError>([&] { make_generator(options, {}); }),
              ::testing::HasSubstr("name a file of them (`sources`), or set it to \"none\""));
}

}  // namespace
}  // namespace lingan::generator_sources_test
