#include <lingan/engine/training/max_over_time.h>

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/base/random.h>

namespace lingan::max_over_time_test {
namespace {

template <class T>
std::vector<T> draw(uint32_t position, int64_t count) {
  const RandomStream stream{11, Purpose::kInitialize, 0};
  std::vector<T> values;
  for (int64_t i = 0; i < count; ++i) {
    values.push_back(static_cast<float>(2 * stream.uniform(i, position) - 1));
  }
  return values;
}

/// Sentences, banks of filters, what they find and a gradient, in one type of number.
template <class T>
struct Problem {
  Problem(int64_t rows, int64_t length, int64_t embedding,
          const std::vector<std::pair<int64_t, int64_t>>& banks) {
    vectors = draw<T>(0, rows * length * embedding);
    for (const auto& [width, count] : banks) {
      const auto position = static_cast<uint32_t>(weights.size());
      weights.push_back(draw<T>(10 + position, count * width * embedding));
      biases.push_back(draw<T>(50 + position, count));
      weight_gradients.emplace_back(weights.back().size(), NAN);
      bias_gradients.emplace_back(count, NAN);
    }
    task = {rows, length, embedding, vectors.data(), {}};
    for (size_t i = 0; i < banks.size(); ++i) {
      task.banks.push_back({banks[i].first, banks[i].second, weights[i].data(), biases[i].data()});
      gradient.weight.push_back(weight_gradients[i].data());
      gradient.bias.push_back(bias_gradients[i].data());
    }
    features.assign(rows * task.filters(), NAN);
    where.assign(features.size(), -7);
    slope = draw<T>(90, static_cast<int64_t>(features.size()));
    vector_gradient.assign(vectors.size(), NAN);
    gradient.where = where.data();
    gradient.slope = slope.data();
    gradient.vectors = vector_gradient.data();
  }

  void solve() {
    engine::max_over_time(task, features.data(), where.data());
    engine::max_over_time_gradient(task, gradient);
  }

  std::vector<T> vectors, features, slope, vector_gradient;
  std::vector<int32_t> where;
  std::vector<std::vector<T>> weights, biases, weight_gradients, bias_gradients;
  engine::MaxOverTimeTask<T> task;
  engine::MaxOverTimeGradient<T> gradient;
};

void expect_near(const std::vector<float>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) ASSERT_NEAR(actual[i], expected[i], 2e-5) << i;
}

void expect_the_plain_body(int64_t rows, int64_t length, int64_t embedding,
                           const std::vector<std::pair<int64_t, int64_t>>& banks) {
  Problem<float> fast(rows, length, embedding, banks);
  Problem<double> plain(rows, length, embedding, banks);
  fast.solve();
  plain.solve();
  expect_near(fast.features, plain.features);
  EXPECT_EQ(fast.where, plain.where);
  expect_near(fast.vector_gradient, plain.vector_gradient);
  for (size_t i = 0; i < banks.size(); ++i) {
    expect_near(fast.weight_gradients[i], plain.weight_gradients[i]);
    expect_near(fast.bias_gradients[i], plain.bias_gradients[i]);
  }
}

TEST(MaxOverTime, FindByHandWhatTheyShould) {
  // Two filters of width 2 over the numbers 1 3 2 -4.
  Problem<double> problem(1, 4, 1, {{2, 2}});
  problem.vectors = {1, 3, 2, -4};
  problem.weights[0] = {1, 1, 0, -1};  // sums 4 5 -2; -3 -2 4
  problem.biases[0] = {-5.5, 0.5};
  problem.slope = {10, 100};
  problem.solve();
  EXPECT_EQ(problem.features, (std::vector<double>{0, 4.5}));
  EXPECT_EQ(problem.where, (std::vector<int32_t>{-1, 2}));
  EXPECT_EQ(problem.vector_gradient, (std::vector<double>{0, 0, 0, -100}));
  EXPECT_EQ(problem.weight_gradients[0], (std::vector<double>{0, 0, 200, -400}));
  EXPECT_EQ(problem.bias_gradients[0], (std::vector<double>{0, 100}));
}

TEST(MaxOverTime, MatchesThePlainBodyInVectors) {
  expect_the_plain_body(19, 9, 8, {{1, 5}, {2, 40}, {3, 64}, {9, 33}});
}

TEST(MaxOverTime, MatchesThePlainBodyForWindowsThatFillNoVector) {
  expect_the_plain_body(130, 6, 1, {{2, 20}, {5, 50}});
  expect_the_plain_body(3, 5, 7, {{1, 1}, {3, 17}});
}

TEST(MaxOverTime, DoNotDependOnTheNumberOfThreads) {
  Problem<float> one(70, 7, 16, {{1, 50}, {4, 33}});
  Problem<float> other(70, 7, 16, {{1, 50}, {4, 33}});
  set_thread_count(1);
  one.solve();
  set_thread_count(3);
  other.solve();
  set_thread_count(0);
  EXPECT_EQ(one.features, other.features);
  EXPECT_EQ(one.where, other.where);
  EXPECT_EQ(one.vector_gradient, other.vector_gradient);
  EXPECT_EQ(one.weight_gradients, other.weight_gradients);
  EXPECT_EQ(one.bias_gradients, other.bias_gradients);
}

TEST(MaxOverTime, TakeTheFirstOfEqualWindows) {
  Problem<float> problem(1, 5, 1, {{1, 1}});
  problem.vectors = {1, 2, 2, 1, 2};
  problem.weights[0] = {1};
  problem.biases[0] = {0};
  problem.solve();
  EXPECT_EQ(problem.where[0], 1);
}

TEST(MaxOverTime, ShowWhatIsNotANumber) {
  Problem<float> fast(1, 5, 1, {{1, 2}});
  Problem<double> plain(1, 5, 1, {{1, 2}});
  fast.vectors[2] = NAN;
  plain.vectors[2] = NAN;
  fast.solve();
  plain.solve();
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_TRUE(std::isnan(fast.features[i]));
    EXPECT_TRUE(std::isnan(plain.features[i]));
    EXPECT_EQ(fast.where[i], 2);
    EXPECT_EQ(plain.where[i], 2);
  }
}

TEST(MaxOverTime, GiveTheGradientOfTheSentencesAloneWhenFiltersAreFrozen) {
  Problem<float> problem(9, 5, 16, {{2, 30}});
  problem.solve();
  const auto expected = problem.vector_gradient;
  problem.gradient.weight.clear();
  problem.gradient.bias.clear();
  problem.solve();
  EXPECT_EQ(problem.vector_gradient, expected);
}

}  // namespace
}  // namespace lingan::max_over_time_test
