#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>

#include "tests/model/sourced_generator.h"
#include "tests/refusal.h"

namespace lingan {
namespace {

using testing::refusal;
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
}  // namespace lingan
