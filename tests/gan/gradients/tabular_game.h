/// Games whose gradients are known exactly: a generator with logits for every prefix, and a D that
/// gives every sequence a number.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/gan/gradients/expected_reward.h>
#include <lingan/gan/gradients/sampled_estimate.h>
#include <lingan/gradients/gradient_table.h>
#include <lingan/model/generators/module_stepper.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

/// The policy of a table: its cell is the logits [rows, V] themselves, its state the number of the
/// prefix that has been read. Embedding and output layer do nothing but hand on.
class TabularGenerator final : public Generator {
 public:
  explicit TabularGenerator(const gradients::GradientTable& table)
      : Generator(options_for(table)), vocabulary_(table.vocabulary()) {
    const std::vector<double> all(table.logits().begin(), table.logits().end());
    logits_ = register_parameter("logits", torch::empty({table.rows(), vocabulary_}));
    finish({1, Purpose::kInitialize, 0});
    const torch::NoGradGuard no_gradient;
    logits_.copy_(torch::tensor(all).view({table.rows(), vocabulary_}));
    embeddings().copy_(torch::arange(vocabulary_).view({vocabulary_, 1}));
    output().weight.copy_(torch::eye(vocabulary_));
    output().bias.zero_();
  }
  TabularGenerator(const TabularGenerator& other) = default;

  /// Before anything was fed the state is -1: the first token that is fed is bos.
  std::vector<torch::Tensor> initial_state(int64_t rows) const override {
    return {torch::full({1, rows, 1}, -1.0)};
  }

  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override {
    const auto before = state[0][0].select(1, 0).detach();
    const auto token = input.select(1, 0).detach().round();
    const auto now = torch::where(before < 0, torch::zeros_like(before),
                                  before * static_cast<double>(vocabulary_) + 1 + token);
    state = {now.view({1, -1, 1})};
    return logits_.index_select(0, now.to(torch::kInt64));
  }

  std::unique_ptr<engine::Rollouts> rollouts(const SpecialTokens& specials,
                                             engine::Precision precision) const override {
    auto copy = std::make_shared<TabularGenerator>(*this);
    return std::make_unique<engine::CpuRollouts>(
        std::make_unique<ModuleStepper>(std::move(copy), precision), specials);
  }

 private:
  static GeneratorOptions options_for(const gradients::GradientTable& table) {
    GeneratorOptions options;
    options.vocabulary_size = table.vocabulary();
    options.embedding_width = 1;
    options.hidden_width = table.vocabulary();
    options.specials = kNoEos;
    options.initial_range = 0.1;
    return options;
  }

  int64_t vocabulary_;
  torch::Tensor logits_;
};

/// C(x) = reward of the sequence; of one position, the table's function of the relaxed vector.
class TabularDiscriminator final : public Discriminator {
 public:
  explicit TabularDiscriminator(const gradients::GradientTable& table) : table_(table) {
    embeddings_ = register_parameter("table", torch::eye(table.vocabulary()));
    const auto rewards = table.rewards();
    rewards_ = torch::tensor(std::vector<double>(rewards.begin(), rewards.end())).to(torch::kFloat);
  }
  torch::Tensor features(const Sentences& s) override { return logits(s).unsqueeze(1); }
  torch::Tensor logits(const Sentences& s) override {
    if (s.tokens.defined()) {
      auto number = torch::zeros({s.rows()}, torch::kInt64);
      for (int64_t t = 0; t < table_.length(); ++t) {
        number = number * table_.vocabulary() + s.tokens.select(1, t);
      }
      return rewards_.index_select(0, number);
    }
    const auto& function = *table_.function();
    const auto y = s.one_hot.select(1, 0).matmul(torch::tensor(function.values).to(torch::kFloat));
    auto sum = torch::zeros_like(y), power = torch::ones_like(y);
    for (const double coefficient : function.polynomial) {
      sum = sum + coefficient * power;
      power = power * y;
    }
    return function.sigmoid ? torch::sigmoid(sum) : sum;
  }
  torch::Tensor embeddings() const override { return embeddings_; }
  torch::Tensor penalty() const override { return torch::zeros({}); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  const gradients::GradientTable& table_;
  torch::Tensor embeddings_, rewards_;
  DiscriminatorOptions options_;
};

/// A table as a game that estimates can be sampled from: D's raw output is the reward.
struct TabularGame {
  explicit TabularGame(gradients::GradientTable content)
      : table(std::move(content)), world(make_world(kNoEos, 0)) {
    world.length = static_cast<int32_t>(table.length());
    world.generator = std::make_shared<TabularGenerator>(table);
    world.discriminator = std::make_shared<TabularDiscriminator>(table);
    world.generator->eval();
    world.discriminator->eval();
    context = std::make_unique<StepContext>(world.context(0, 64));
    reward = std::make_unique<ExpectedReward>(*context, RewardOptions{.reward = "logit"});
  }
  EstimateSource source() const { return {.context = *context, .reward = *reward}; }

  const gradients::GradientTable table;
  World world;
  std::unique_ptr<StepContext> context;
  std::unique_ptr<ExpectedReward> reward;
};

/// An estimate on the game of a table.
struct TabularEstimate {
  TabularEstimate(const gradients::GradientTable& table, const char* name,
                  const gradients::EstimatorSettings& settings)
      : game(table),
        source(game.source()),
        estimate(make_sampled_estimate(*card_named(sampled_estimators(), name), settings, source)) {
  }

  TabularGame game;
  EstimateSource source;
  std::unique_ptr<SampledEstimate> estimate;
};

}  // namespace lingan::testing
