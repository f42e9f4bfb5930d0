#include <lingan/model/generators/module_stepper.h>

#include <gtest/gtest.h>

#include <numeric>

#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/model/generators/transformer_generator.h>

namespace lingan::module_stepper_test {
namespace {

constexpr SpecialTokens kSpecials{};

std::shared_ptr<Generator> small(const std::string& cell) {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 9;
  options.embedding_width = 4;
  options.hidden_width = 6;
  options.layers = 2;
  options.initial_range = 0.8;
  options.length = 8;
  options.own.get<TransformerOptions>().heads = 2;
  return make_generator(options, {3, Purpose::kInitialize, 0});
}

engine::CpuRollouts by_module(const Generator& generator) {
  return {std::make_unique<ModuleStepper>(generator.clone_on_cpu(), engine::Precision::kFloat32),
          kSpecials};
}

engine::SampleRequest request() {
  engine::SampleRequest request;
  request.rows = 50;
  request.length = 8;
  request.stream = {9, Purpose::kSample, 1};
  return request;
}

/// The engine's own stepper of the same cell writes the same.
TEST(ModuleStepper, SamplesAsTheEnginesOwnStepper) {
  for (const char* cell : {"lstm", "gru"}) {
    const auto generator = small(cell);
    const auto expected = generator->rollouts(kSpecials)->sample(request());
    const auto actual = by_module(*generator).sample(request());
    EXPECT_EQ(actual.tokens.tokens, expected.tokens.tokens) << cell;
    for (size_t i = 0; i < actual.log_probabilities.size(); ++i) {
      EXPECT_NEAR(actual.log_probabilities[i], expected.log_probabilities[i], 1e-5) << cell;
    }
  }
}

TEST(ModuleStepper, CompletesAsTheEnginesOwnStepper) {
  const auto generator = small("lstm");
  const TokenBatch sentences = generator->rollouts(kSpecials)->sample(request()).tokens;
  engine::RolloutRequest rollouts;
  rollouts.rollouts = 3;
  rollouts.stream = {9, Purpose::kRollout, 1};
  const auto completions = [&](const engine::Rollouts& by) {
    std::vector<int32_t> all;
    by.complete(sentences, rollouts, [&](const engine::Completions& some) {
      all.insert(all.end(), some.tokens.tokens.begin(), some.tokens.tokens.end());
    });
    return all;
  };
  EXPECT_EQ(completions(by_module(*generator)), completions(*generator->rollouts(kSpecials)));
}

TEST(ModuleStepper, DependsOnNoNumberOfThreads) {
  const int before = thread_count();
  for (const char* cell : {"relational-memory", "transformer"}) {
    const auto generator = small(cell);
    std::vector<std::vector<int32_t>> samples;
    for (const int threads : {1, 3}) {
      set_thread_count(threads);
      samples.push_back(generator->rollouts(kSpecials)->sample(request()).tokens.tokens);
    }
    EXPECT_EQ(samples[0], samples[1]) << cell;
  }
  set_thread_count(before);
}

TEST(StateRows, PutTensorAfterTensor) {
  const auto first = torch::arange(12).view({2, 3, 2});
  const auto second = torch::arange(100, 103).view({1, 3, 1});
  EXPECT_TRUE(torch::equal(state_rows({first, second})[1],
                           torch::tensor({2, 3, 8, 9, 101}, torch::kInt64)));
}

}  // namespace
}  // namespace lingan::module_stepper_test
