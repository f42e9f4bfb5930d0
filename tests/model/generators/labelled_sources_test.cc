#include <lingan/model/generators/labelled_sources.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/model/sourced_generator.h"
#include "tests/refusal.h"

namespace lingan::labelled_sources_test {
namespace {

using ::testing::ElementsAre;

constexpr SpecialTokens kSpecials{};

/// Of sources 0 to 3 the labels are 0, 1, 1 and 0; 2, 0 and 3 are sampled.
std::shared_ptr<Generator> labelled_generator(std::string_view cell, bool with_labels = true) {
  GeneratorOptions options = testing::sourced_options(cell);
  const auto sources = testing::small_sources();
  if (with_labels) sources->sentences.labels = {0, 1, 1, 0};
  options.sources = sources;
  options.labels = "condition";
  options.label_sentences = {2, 2};
  auto generator = make_generator(options, {3, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

engine::SampleRequest request_of(int64_t rows) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = 5;
  request.stream = {9, Purpose::kSample, 1};
  return request;
}

class LabelledSourcesOf : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Cells, LabelledSourcesOf,
                         ::testing::ValuesIn(testing::autoregressive_cells()),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

/// The label reaches a sentence by its first state alone: what is fed first is bos.
TEST_P(LabelledSourcesOf, SetTheFirstStateByBoth) {
  const torch::NoGradGuard no_gradient;
  const auto generator = labelled_generator(GetParam());
  EXPECT_FALSE(generator->is_told_labels());
  Sentences sources;
  sources.tokens = torch::tensor({{3, 2}, {3, 2}, {5, 2}}, torch::kInt64);
  sources.lengths = torch::tensor({2, 2, 2}, torch::kInt64);
  sources.labels = torch::tensor({0, 1, 0}, torch::kInt64);
  const torch::Tensor state = generator->first_state_of(sources).front();
  EXPECT_GT((state.select(1, 0) - state.select(1, 1)).abs().max().item<float>(), 1e-3) << "labels";
  EXPECT_GT((state.select(1, 0) - state.select(1, 2)).abs().max().item<float>(), 1e-3) << "words";
  const auto numbers = torch::tensor({1, 2}, torch::kInt64);
  const auto bos = generator->embeddings()[1];
  EXPECT_TRUE(torch::equal(generator->first_input(2, numbers), torch::stack({bos, bos})));
}

TEST_P(LabelledSourcesOf, AreLearntWithTheirLabels) {
  const auto generator = labelled_generator(GetParam());
  generator
      ->cross_entropy(torch::randint(2, 6, {4, 5}, torch::kInt64), torch::ones({4, 5}),
                      torch::tensor({1, 3, 0, 1}, torch::kInt64))
      .backward();
  const auto gradient = generator->named_parameters()["source_label_embedding"].grad();
  EXPECT_TRUE((gradient.abs().amax(1) > 0).all().item<bool>()) << "both labels are there";
}

/// What the engine tells of sentences is what the module does.
TEST_P(LabelledSourcesOf, AreWhatRolloutsGoBy) {
  const torch::NoGradGuard no_gradient;
  const auto generator = labelled_generator(GetParam());
  const auto rollouts = generator->rollouts(kSpecials);
  const engine::Samples samples = rollouts->sample(request_of(6));
  EXPECT_THAT(samples.tokens.labels, ElementsAre(2, 0, 3, 2, 0, 3)) << "numbers of sources";
  const Sentences sentences = to_sentences(samples.tokens);
  const auto log_p = torch::log_softmax(generator->forward(sentences.tokens, sentences.labels), 2);
  const auto own = log_p.gather(2, sentences.tokens.unsqueeze(2)).squeeze(2);
  const auto expected = own * inside(sentences.lengths, 5);
  const auto actual = torch::tensor(rollouts->log_probabilities(samples.tokens)).view({6, 5});
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-4, 1e-5));
}

TEST(LabelledSources, OfOneLabelAreItsGenerators) {
  const auto generator = labelled_generator("lstm");
  const auto first = generator->of_label(0), second = generator->of_label(1);
  EXPECT_THAT(first->rollouts(kSpecials)->sample(request_of(4)).tokens.labels,
              ElementsAre(0, 3, 0, 3));
  EXPECT_THAT(second->rollouts(kSpecials)->sample(request_of(2)).tokens.labels, ElementsAre(2, 2));
  const auto numbers = torch::tensor({1, 3}, torch::kInt64);
  EXPECT_TRUE(torch::allclose(first->first_state(2, numbers).front(),
                              generator->first_state(2, numbers).front()));
}

TEST(LabelledSources, MayBeGivenALabel) {
  const torch::NoGradGuard no_gradient;
  const auto generator = labelled_generator("lstm");
  const auto given = testing::small_sources();
  EXPECT_THAT(sources_with_label(*given, 1)->sentences.labels, ElementsAre(1, 1, 1, 1));
  const auto number = torch::tensor({1}, torch::kInt64), other = torch::tensor({0}, torch::kInt64);
  const torch::Tensor of_one = generator->first_state(1, number).front();
  generator->set_sources(sources_with_label(*given, 1));
  EXPECT_TRUE(torch::allclose(generator->first_state(1, number).front(), of_one));
  const torch::Tensor with_one = generator->first_state(1, other).front();
  generator->set_sources(sources_with_label(*given, 0));
  EXPECT_FALSE(torch::allclose(generator->first_state(1, other).front(), with_one));
}

TEST(LabelledSources, NeedLabels) {
  const auto generator = labelled_generator("lstm", false);
  EXPECT_THAT(testing::refusal<UsageError>(
                  [&] { generator->first_state(1, torch::tensor({1}, torch::kInt64)); }),
              ::testing::HasSubstr("the sources have no labels"));
}

}  // namespace
}  // namespace lingan::labelled_sources_test
