#include <lingan/model/optimizers/optimizer_snapshot.h>

#include <gtest/gtest.h>

#include <limits>

namespace lingan::optimizer_snapshot_test {
namespace {

/// A weight that a step pulls towards a goal.
struct Network : torch::nn::Module {
  Network() : weight(register_parameter("weight", torch::tensor({3.0f, -2.0f}))) {}

  void step(Optimizer& optimizer, double goal) {
    optimizer.zero_grad();
    (weight - goal).square().sum().backward();
    optimizer.step(0.0);
  }

  torch::Tensor weight;
};

OptimizerOptions options() {
  OptimizerOptions options;
  options.learning_rate = 0.1;
  options.average = 0.9;
  return options;
}

/// All that is saved of a network that learns.
TensorFile all_of(const Network& network, const Optimizer& optimizer) {
  TensorFile file;
  file.tensors["weight"] = network.weight.detach().clone();
  optimizer.save("adam.", file);
  return file;
}

void expect_same(const TensorFile& a, const TensorFile& b) {
  ASSERT_EQ(a.tensors.size(), b.tensors.size());
  for (const auto& [name, tensor] : a.tensors) {
    EXPECT_TRUE(torch::equal(tensor, b.tensors.at(name))) << name;
  }
}

/// A network that has stepped towards goals.
struct Learner {
  explicit Learner(const std::vector<double>& goals) {
    for (const double goal : goals) network.step(optimizer, goal);
  }
  TensorFile all() const { return all_of(network, optimizer); }

  Network network;
  Optimizer optimizer{network, options()};
};

TEST(OptimizerSnapshot, TakesStepsBackSoThatOthersFollowAsIfTheyHadNotBeen) {
  for (const auto& before : {std::vector<double>{}, std::vector<double>{1, 0}}) {
    Learner learner(before);
    const OptimizerSnapshot start(learner.network, learner.optimizer);
    learner.network.step(learner.optimizer, 9);
    learner.network.step(learner.optimizer, -9);
    start.put_back(learner.network, learner.optimizer);
    expect_same(learner.all(), Learner(before).all());
    learner.network.step(learner.optimizer, 4);
    auto after = before;
    after.push_back(4);
    expect_same(learner.all(), Learner(after).all());
  }
}

TEST(OptimizerSnapshot, BecomesTheOtherWhereItIsChosen) {
  for (const auto& before : {std::vector<double>{}, std::vector<double>{1, 0}}) {
    for (const bool chosen : {true, false}) {
      Learner learner(before);
      const OptimizerSnapshot start(learner.network, learner.optimizer);
      learner.network.step(learner.optimizer, 9);
      OptimizerSnapshot kept(learner.network, learner.optimizer);
      start.put_back(learner.network, learner.optimizer);
      learner.network.step(learner.optimizer, -9);
      kept.become(OptimizerSnapshot(learner.network, learner.optimizer), torch::tensor(chosen));
      kept.put_back(learner.network, learner.optimizer);
      auto lived = before;
      lived.push_back(chosen ? -9 : 9);
      expect_same(learner.all(), Learner(lived).all());
    }
  }
}

/// A step whose gradient is not finite moves nothing; the one that is kept beside it has moments.
TEST(OptimizerSnapshot, TakesTheMomentsOfTheOneThatHasStepped) {
  constexpr double kBroken = std::numeric_limits<double>::quiet_NaN();
  Learner learner({});
  const OptimizerSnapshot start(learner.network, learner.optimizer);
  learner.network.step(learner.optimizer, 9);
  const OptimizerSnapshot sound(learner.network, learner.optimizer);
  start.put_back(learner.network, learner.optimizer);
  learner.network.step(learner.optimizer, kBroken);
  OptimizerSnapshot first(learner.network, learner.optimizer), second = sound;
  first.become(sound, torch::tensor(true));
  second.become(OptimizerSnapshot(learner.network, learner.optimizer), torch::tensor(false));
  for (const OptimizerSnapshot& kept : {first, second}) {
    kept.put_back(learner.network, learner.optimizer);
    expect_same(learner.all(), Learner({9}).all());
  }
}

}  // namespace
}  // namespace lingan::optimizer_snapshot_test
