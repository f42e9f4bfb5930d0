#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/training/optimizer_state.h>

namespace lingan {
namespace {

/// Two parameters in two groups, and a quadratic that pulls them to 1.
struct Problem {
  Problem()
      : a(torch::tensor({3.0f, -2.0f}).requires_grad_()),
        b(torch::tensor({{5.0f}}).requires_grad_()),
        optimizer({a}, torch::optim::AdamOptions(0.1)) {
    optimizer.add_param_group(torch::optim::OptimizerParamGroup({b}));
  }

  void step() {
    optimizer.zero_grad();
    ((a - 1).square().sum() + (b - 1).square().sum()).backward();
    optimizer.step();
  }

  void copy_weights(const Problem& other) {
    const torch::NoGradGuard no_gradient;
    a.copy_(other.a);
    b.copy_(other.b);
  }

  torch::Tensor a, b;
  torch::optim::Adam optimizer;
};

TEST(OptimizerState, ContinuesAsIfItHadNeverStopped) {
  Problem whole;
  for (int i = 0; i < 5; ++i) whole.step();
  TensorFile file;
  collect_adam(whole.optimizer, "adam.", file);
  EXPECT_EQ(file.tensors.size(), 6U);
  EXPECT_EQ(file.tensors.at("adam.0.step").item<int64_t>(), 5);
  EXPECT_EQ(file.tensors.at("adam.1.exp_avg").sizes(), whole.b.sizes());
  Problem resumed;
  resumed.step();  // replaced
  resumed.copy_weights(whole);
  restore_adam(resumed.optimizer, "adam.", file);
  for (int i = 0; i < 5; ++i) {
    whole.step();
    resumed.step();
    EXPECT_TRUE(torch::equal(whole.a, resumed.a)) << i;
    EXPECT_TRUE(torch::equal(whole.b, resumed.b)) << i;
  }
}

TEST(OptimizerState, LeavesParametersOutThatWereNeverStepped) {
  Problem fresh;
  TensorFile file;
  collect_adam(fresh.optimizer, "adam.", file);
  EXPECT_TRUE(file.tensors.empty());
  Problem stepped;
  stepped.step();
  restore_adam(stepped.optimizer, "adam.", file);
  EXPECT_TRUE(stepped.optimizer.state().empty());
}

TEST(OptimizerState, RefusesTensorsOfAnotherShape) {
  Problem problem;
  problem.step();
  TensorFile file;
  collect_adam(problem.optimizer, "adam.", file);
  file.tensors["adam.0.exp_avg_sq"] = torch::zeros({3});
  try {
    restore_adam(problem.optimizer, "adam.", file);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("adam.0.exp_avg_sq"), std::string::npos);
  }
}

TEST(SetLearningRate, SetsThatOfEveryGroup) {
  Problem problem;
  set_learning_rate(problem.optimizer, 0.0);
  problem.step();
  EXPECT_TRUE(torch::equal(problem.a, torch::tensor({3.0f, -2.0f})));
  EXPECT_TRUE(torch::equal(problem.b, torch::tensor({{5.0f}})));
}

}  // namespace
}  // namespace lingan
