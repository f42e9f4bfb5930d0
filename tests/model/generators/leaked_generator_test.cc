#include <lingan/model/generators/leaked_generator.h>

#include <ATen/Parallel.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/rollouts.h>

#include "tests/model/finite_differences.h"
#include "tests/model/leaking_discriminator.h"
#include "tests/refusal.h"

namespace lingan::leaked_generator_test {
namespace {

using testing::leaked_options;
using testing::leaking_discriminator;
using torch::indexing::Slice;

constexpr RandomStream kStream = {7, Purpose::kInitialize, 0};
constexpr LeakedOptions kOwn = {.goal_width = 3, .goal_steps = 2};

/// A generator that has read a D.
std::shared_ptr<LeakedGenerator> make(int64_t layers = 1, int64_t width = 6) {
  at::set_num_threads(1);  // the matrices are too small to share
  GeneratorOptions options = leaked_options({});
  options.layers = layers;
  options.hidden_width = width;
  options.own.get<LeakedOptions>() = kOwn;
  auto made = std::dynamic_pointer_cast<LeakedGenerator>(make_generator(options, kStream));
  made->read_features_of(*leaking_discriminator({}));
  made->eval();
  return made;
}

torch::Tensor some_tokens() { return torch::arange(3 * 7).view({3, 7}).mul(5).remainder(9) + 3; }

/// An LSTM's step by its formulas.
std::pair<torch::Tensor, torch::Tensor> lstm(
    const torch::OrderedDict<std::string, torch::Tensor>& w, const std::string& name,
    const torch::Tensor& x, const torch::Tensor& h, const torch::Tensor& c) {
  const auto gates = (w[name + "weight_ih_l0"].matmul(x) + w[name + "bias_ih_l0"] +
                      w[name + "weight_hh_l0"].matmul(h) + w[name + "bias_hh_l0"])
                         .chunk(4);
  const auto cell = torch::sigmoid(gates[1]) * c + torch::sigmoid(gates[0]) * torch::tanh(gates[2]);
  return {torch::sigmoid(gates[3]) * torch::tanh(cell), cell};
}

/// Logits of three steps of one sentence out of equations 3 to 6.
TEST(LeakedGenerator, StepsAsTheManagerAndTheWorkerOfThePaper) {
  const torch::NoGradGuard no_gradient;
  const auto generator = make();
  const auto discriminator = leaking_discriminator({});
  const auto w = generator->named_parameters();
  const auto tokens = some_tokens().narrow(0, 0, 1);
  const auto logits = generator->forward(tokens);
  auto h = torch::zeros({6}), c = torch::zeros({6}), hm = torch::zeros({6}), cm = torch::zeros({6});
  std::vector<torch::Tensor> goals;
  for (int64_t t = 0; t < 3; ++t) {
    Sentences prefix;
    prefix.tokens = tokens.clone();
    prefix.lengths = torch::tensor({t});
    const auto f = discriminator->features(prefix)[0];
    std::tie(hm, cm) = lstm(w, "manager_", f, hm, cm);
    const auto goal = w["goal_weight"].matmul(hm) + w["goal_bias"];
    goals.push_back(goal / goal.square().sum().sqrt());
    const int64_t fed = t == 0 ? 1 : tokens[0][t - 1].item<int64_t>();  // bos first
    std::tie(h, c) = lstm(w, "worker_", w["embedding"][fed], h, c);
    const auto sum = t == 0 ? goals[0] : goals[t] + goals[t - 1];
    const auto projected = w["goal_projection"].matmul(sum);
    for (const int64_t token : {2, 5, 11}) {  // O_t's row of the token, times w_t
      const auto row = w["output_weight"][token].view({6, 3}).t().matmul(h);
      const double expected = (row.dot(projected) + w["output_bias"][token]).item<double>();
      EXPECT_NEAR(logits[0][t][token].item<double>(), expected, 1e-4) << t << ' ' << token;
    }
  }
}

TEST(LeakedGenerator, SetsGoalsOfLengthOne) {
  const LeakedCourse course = make()->course(some_tokens());
  EXPECT_EQ(course.goals.sizes(), (at::IntArrayRef{3, 7, 12}));
  const auto norms = course.goals.square().sum(2).sqrt();
  EXPECT_TRUE(torch::allclose(norms, torch::ones({3, 7}), 1e-5, 1e-5));
  EXPECT_EQ(course.features.sizes(), (at::IntArrayRef{3, 8, 12}));
  EXPECT_FALSE(course.features.requires_grad());
}

TEST(LeakedGenerator, StepsThroughASentenceAsItIsTeacherForced) {
  for (const int64_t layers : {1, 2}) {
    const auto generator = make(layers);
    const auto tokens = some_tokens();
    const auto expected = generator->forward(tokens);
    auto state = generator->initial_state(3);
    auto fed = torch::ones({3}, torch::kInt64);
    for (int64_t t = 0; t < 7; ++t) {
      const auto logits = generator->step(generator->fed_vectors().index_select(0, fed), state);
      EXPECT_TRUE(torch::allclose(logits, expected.select(1, t), 1e-4, 1e-4)) << t;
      fed = tokens.select(1, t);
    }
  }
}

TEST(LeakedGenerator, PredictsFromEarlierTokensOnly) {
  const auto generator = make();
  const auto tokens = some_tokens();
  auto changed = tokens.clone();
  changed.slice(1, 3).fill_(5);
  const auto difference = (generator->forward(tokens) - generator->forward(changed)).abs();
  EXPECT_EQ(difference.slice(1, 0, 4).max().item<float>(), 0.0F);
  EXPECT_GT(difference.slice(1, 4).max().item<float>(), 0.0F);
}

engine::SampleRequest request(int64_t rows, uint64_t first) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = 7;
  request.stream = {9, Purpose::kSample, 1};
  request.first_row = first;
  return request;
}

TEST(LeakedGenerator, SamplesTheSameWhateverIsSampledBesideIt) {
  const auto generator = make();
  const auto rollouts = generator->rollouts(generator->options().specials);
  const auto whole = rollouts->sample(request(60, 0));
  EXPECT_EQ(whole.tokens.tokens, rollouts->sample(request(60, 0)).tokens.tokens);
  for (const auto& [first, rows] : {std::pair{0, 1}, {7, 20}, {59, 1}}) {
    const auto part = rollouts->sample(request(rows, static_cast<uint64_t>(first)));
    for (int64_t row = 0; row < rows; ++row) {
      EXPECT_TRUE(std::ranges::equal(part.tokens.row(row), whole.tokens.row(first + row)));
    }
  }
}

TEST(LeakedGenerator, HasTheLogProbabilitiesOfItsEngine) {
  const auto generator = make();
  const auto rollouts = generator->rollouts(generator->options().specials);
  const auto sampled = rollouts->sample(request(20, 0));
  const Sentences sentences = to_sentences(sampled.tokens);
  const auto expected = torch::log_softmax(generator->forward(sentences.tokens), 2)
                            .gather(2, sentences.tokens.unsqueeze(2))
                            .squeeze(2) *
                        inside(sentences.lengths, 7);
  const auto told = torch::tensor(rollouts->log_probabilities(sampled.tokens)).view({20, 7});
  EXPECT_TRUE(torch::allclose(told, expected, 0, 1e-4));
  EXPECT_TRUE(
      torch::allclose(torch::tensor(sampled.log_probabilities).view({20, 7}), expected, 0, 1e-4));
}

/// Weights of the manager, of the worker, and what D has leaked.
TEST(LeakedGenerator, LearnsByTwoLossesThatMoveDifferentWeights) {
  const auto generator = make();
  const auto tokens = some_tokens();
  const auto weights = torch::rand({3, 7});
  const auto gradients = [&](const torch::Tensor& loss) {
    generator->zero_grad();
    loss.backward();
    std::map<std::string, torch::Tensor> all;
    for (const auto& item : generator->named_parameters()) {
      const auto& grad = item.value().grad();
      const bool moves = grad.defined() && grad.abs().max().item<float>() > 0;
      if (moves) all[item.key()] = grad.clone();
    }
    return all;
  };
  const auto of_worker = gradients(generator->cross_entropy(tokens, weights));
  const auto of_manager = gradients(generator->goal_loss(generator->course(tokens), weights));
  const auto loss = generator->pretraining_loss(tokens, weights);
  EXPECT_NEAR(loss.item<double>(), generator->cross_entropy(tokens, weights).item<double>(), 1e-4);
  const auto of_both = gradients(loss);
  for (const auto& item : generator->named_parameters()) {
    const std::string& name = item.key();
    const bool is_managers =
        name.starts_with("manager_") || name == "goal_weight" || name == "goal_bias";
    const bool is_leaked = name.starts_with("leak_");
    EXPECT_EQ(of_manager.contains(name), is_managers) << name;
    EXPECT_EQ(of_worker.contains(name), !is_managers && !is_leaked) << name;
    if (is_leaked) continue;
    const auto& expected = is_managers ? of_manager.at(name) : of_worker.at(name);
    EXPECT_TRUE(torch::allclose(of_both.at(name), expected, 1e-4, 1e-6)) << name;
  }
}

/// By hand: where c = 2 tokens on the sentence stands, at its end where that comes earlier.
TEST(LeakedGenerator, LosesByTheAngleFromGoalsToWhereSentencesGo) {
  const torch::NoGradGuard no_gradient;
  const auto generator = make();
  const LeakedCourse course = generator->course(some_tokens());
  const auto weights = torch::rand({3, 7});
  double expected = 0;
  for (int64_t b = 0; b < 3; ++b) {
    for (int64_t t = 0; t < 7; ++t) {
      const auto way = course.features[b][std::min<int64_t>(t + 2, 7)] - course.features[b][t];
      const auto& goal = course.goals[b][t];
      const double length = way.norm().item<double>();
      if (length == 0) continue;
      expected -= weights[b][t].item<double>() * way.dot(goal).item<double>() / length;
    }
  }
  EXPECT_NEAR(generator->goal_loss(course, weights).item<double>(), expected, 1e-4);
}

TEST(LeakedGenerator, HasTheGradientsOfFiniteDifferences) {
  const auto generator = make(1, 2);
  generator->to(torch::kFloat64);
  const auto tokens = some_tokens().narrow(0, 0, 2).narrow(1, 0, 4);
  const auto weights = torch::rand({2, 4}, torch::kFloat64);
  std::vector<torch::Tensor> of_manager, of_worker;
  for (const auto& item : generator->named_parameters()) {
    const std::string& name = item.key();
    if (name.starts_with("leak_")) continue;
    const bool is_managers =
        name.starts_with("manager_") || name.starts_with("goal_w") || name == "goal_bias";
    (is_managers ? of_manager : of_worker).push_back(item.value());
  }
  expect_gradient(
      [&](const auto&) { return generator->goal_loss(generator->course(tokens), weights); },
      of_manager);
  expect_gradient(
      [&](const auto&) {
        const auto log_p = torch::log_softmax(generator->forward(tokens).narrow(2, 2, 10), 2);
        return (log_p.gather(2, (tokens - 2).unsqueeze(2)).squeeze(2) * weights).sum();
      },
      of_worker);
}

TEST(LeakedGenerator, RefusesWhatItCannotBe) {
  const auto refusal = [](const auto& change) {
    GeneratorOptions options = leaked_options({});
    change(options);
    return testing::refusal<UsageError>([&] { make_generator(options, kStream); });
  };
  EXPECT_EQ(refusal([](auto& options) {
              options.tied_embeddings = true;
              options.embedding_width = options.hidden_width;
            }).substr(0, 26),
            "generator.tied_embeddings:");
  EXPECT_EQ(refusal([](auto& options) {
              options.labels = "condition";
              options.label_sentences = {3, 4};
            }).substr(0, 17),
            "generator.labels:");
  EXPECT_EQ(refusal([](auto& options) { options.length = 0; }).substr(0, 20),
            "generator.length = 0");
}

}  // namespace
}  // namespace lingan::leaked_generator_test
