#include <gtest/gtest.h>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/model/generators/critic.h>

#include "tests/gan/toy.h"

namespace lingan::policy_gradient_test {
namespace {

using namespace lingan::testing;

constexpr int64_t kBatch = 256;

/// What the world's objective rewards each sentence with: [B].
torch::Tensor rewards_of(const World& world, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const SentenceValue reward = world.objective->reward(*world.discriminator, world.real, {});
  return reward(world.discriminator->logits(to_sentences(batch)));
}

/// d E[R] / d theta by summing over every sentence.
torch::Tensor exact_gradient(World& world) {
  const TokenBatch all = enumerate(world);
  const auto log_p = log_probability(world, all);
  EXPECT_NEAR(log_p.exp().sum().item<double>(), 1.0, 1e-5);
  const auto reward = rewards_of(world, all);
  world.generator->zero_grad();
  (log_p.exp() * reward).sum().backward();
  return gradients(*world.generator);
}

/// The estimator's mean over many steps, its standard error and the exact gradient, per weight.
struct Estimate {
  torch::Tensor mean, variance_of_mean, exact;

  double cosine() const { return (mean.dot(exact) / (mean.norm() * exact.norm())).item<double>(); }
  double relative_error() const { return ((mean - exact).norm() / exact.norm()).item<double>(); }
  /// What sampling noise alone makes of it.
  double expected_error() const {
    return std::sqrt(variance_of_mean.sum().item<double>()) / exact.norm().item<double>();
  }
};

Estimate estimate(const PolicyGradientOptions& options, SpecialTokens specials, int64_t steps,
                  int64_t batch_size, torch::Tensor (&exact)(World&) = exact_gradient) {
  World world = make_world(specials, 0.0);
  OptionSet set;
  set.get<PolicyGradientOptions>() = options;
  const auto strategy = make_strategy("policy-gradient", set);
  world.add_networks(*strategy);
  const int64_t warm_up = options.baseline == "critic" ? 100 : 0;  // which learns first
  std::vector<torch::Tensor> rows;
  for (int64_t step = 0; step < warm_up + steps; ++step) {
    StepContext context = world.context(step, batch_size);
    strategy->update_generator(context);
    if (step < warm_up) continue;
    rows.push_back(-gradients(*world.generator) / static_cast<double>(batch_size));
  }
  const auto all = torch::stack(rows);
  return {all.mean(0), all.var(0) / static_cast<double>(steps), exact(world)};
}

struct Case {
  const char* baseline;
  int32_t rollouts;
  bool has_eos;
};

class PolicyGradientEstimate : public ::testing::TestWithParam<Case> {};

TEST_P(PolicyGradientEstimate, ConvergesToTheGradientOfFullEnumeration) {
  PolicyGradientOptions options;
  options.baseline = GetParam().baseline;
  options.rollouts = GetParam().rollouts;
  options.rollout_update_rate = 0;
  const SpecialTokens specials = GetParam().has_eos ? SpecialTokens{} : kNoEos;
  const Estimate result = estimate(options, specials, 120, kBatch);
  EXPECT_GT(result.cosine(), 0.99);
  EXPECT_LT(result.expected_error(), 0.15);  // else the next line says nothing
  EXPECT_LT(result.relative_error(), 2 * result.expected_error() + 1.0 / kBatch);
}

INSTANTIATE_TEST_SUITE_P(
    Baselines, PolicyGradientEstimate,
    ::testing::Values(Case{"none", 0, false}, Case{"none", 3, true},
                      Case{"moving-average", 3, false}, Case{"moving-average", 0, true},
                      Case{"batch-mean", 3, false}, Case{"batch-mean", 3, true},
                      Case{"leave-one-out", 0, false}, Case{"leave-one-out", 3, true},
                      Case{"prefix", 3, false}, Case{"prefix", 3, true},
                      Case{"self-critical", 0, true}, Case{"self-critical", 3, false},
                      Case{"critic", 0, true}, Case{"critic", 3, false}),
    [](const auto& info) {
      std::string name = info.param.baseline;
      std::replace(name.begin(), name.end(), '-', '_');
      return name + (info.param.rollouts > 0 ? "_rollouts" : "_finished") +
             (info.param.has_eos ? "_eos" : "_fixed_length");
    });

double error_with(const std::string& baseline, int64_t steps) {
  PolicyGradientOptions options;
  options.rollouts = 0;
  options.baseline = baseline;
  return estimate(options, {}, steps, 64).expected_error();
}

TEST(PolicyGradient, BaselinesMakeTheGradientLessNoisy) {
  EXPECT_LT(error_with("leave-one-out", 40), error_with("none", 40));
}

/// It knows the prefix, as the mean of other sentences does not.
TEST(PolicyGradient, ACriticMakesTheGradientLessNoisyThanOtherSentencesDo) {
  EXPECT_LT(error_with("critic", 200), error_with("leave-one-out", 200));
}

TEST(PolicyGradient, TeachesTheCriticWhatSentencesAreWorth) {
  World world = make_world({}, 0.0);
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = 0;
  options.get<PolicyGradientOptions>().baseline = "critic";
  const auto strategy = make_strategy("policy-gradient", options);
  world.add_networks(*strategy);
  const auto loss_of_step = [&](int64_t step) {
    StepContext context = world.context(step, 64);
    return strategy->update_generator(context).values.at("critic-loss").item<double>();
  };
  const double before = loss_of_step(0);
  for (int64_t step = 1; step < 60; ++step) loss_of_step(step);
  EXPECT_LT(loss_of_step(60), before);
  const torch::NoGradGuard no_gradient;
  const auto value = dynamic_cast<Critic&>(*world.networks.at("critic"))
                         .forward(torch::zeros({1, 3}, torch::kInt64));
  const TokenBatch all = enumerate(world);
  const auto p = log_probability(world, all).exp();
  const double worth = (p * rewards_of(world, all)).sum().item<double>();
  EXPECT_LT(worth, -1.5) << "it begins near 0";
  EXPECT_NEAR(value[0][0].item<double>(), worth, 0.2);
}

TEST(PolicyGradient, RolloutsMakeTheGradientLessNoisyThanFinishedSentences) {
  PolicyGradientOptions options;
  options.baseline = "leave-one-out";
  options.rollout_update_rate = 0;
  options.rollouts = 0;
  const double finished = estimate(options, kNoEos, 40, 64).expected_error();
  options.rollouts = 16;
  EXPECT_LT(estimate(options, kNoEos, 40, 64).expected_error(), finished);
}

TEST(PolicyGradient, BatchMeanShrinksLeaveOneOutByOneMinusOneOverN) {
  PolicyGradientOptions options;
  options.rollouts = 0;
  options.baseline = "batch-mean";
  const auto shrunk = estimate(options, kNoEos, 2, 4).mean;
  options.baseline = "leave-one-out";
  const auto whole = estimate(options, kNoEos, 2, 4).mean;
  EXPECT_TRUE(torch::allclose(shrunk, 0.75 * whole, 1e-4, 1e-6));
}

/// The gradient of one step.
torch::Tensor one_step(const PolicyGradientOptions& options, SpecialTokens specials = {}) {
  return estimate(options, specials, 1, 32).mean;
}

TEST(PolicyGradient, ShapesRewardsByItsOptions) {
  PolicyGradientOptions options;
  options.rollouts = 0;
  options.reward = "probability";
  options.baseline = "none";
  const auto plain = one_step(options, kNoEos);

  PolicyGradientOptions scaled = options;
  scaled.reward_scale = 2.5;
  EXPECT_TRUE(torch::allclose(one_step(scaled, kNoEos), 2.5 * plain, 1e-4, 1e-6));

  PolicyGradientOptions mean = options;
  mean.sum_over_tokens = false;
  EXPECT_TRUE(torch::allclose(one_step(mean, kNoEos) * (32 * 3), plain, 1e-4, 1e-6));

  PolicyGradientOptions clipped = options;
  clipped.reward_clip = 1e-3;
  PolicyGradientOptions constant = options;
  constant.constant_reward = 1e-3;  // every reward is above the bound
  EXPECT_TRUE(torch::allclose(one_step(clipped, kNoEos), one_step(constant, kNoEos), 1e-4, 1e-9));

  PolicyGradientOptions discounted = options;
  discounted.discount = 0.5;
  EXPECT_FALSE(torch::allclose(one_step(discounted, kNoEos), plain, 1e-3, 1e-5));
}

TEST(PolicyGradient, DividesByTheDeviationOfTheBatch) {
  PolicyGradientOptions options;
  options.rollouts = 0;
  options.baseline = "none";
  const auto plain = one_step(options, kNoEos);
  options.divide_by_deviation = true;
  const World world = make_world(kNoEos, 0.0);
  engine::SampleRequest request;
  request.rows = 32;
  request.length = world.length;
  request.stream = {world.context(0, 32).seed, Purpose::kSample, 0};
  const auto sampled = world.generator->rollouts(kNoEos)->sample(request).tokens;
  const double deviation = rewards_of(world, sampled).std(/*unbiased=*/false).item<double>();
  EXPECT_TRUE(torch::allclose(one_step(options, kNoEos) * deviation, plain, 1e-3, 1e-6));
}

PolicyGradientOptions of_recipe(const char* name) {
  return load_recipe(name).options.get<PolicyGradientOptions>();
}

/// D / (1 - D) of sentences, [B].
torch::Tensor ratios(const World& world, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const auto probability = torch::sigmoid(world.discriminator->logits(to_sentences(batch)));
  return probability / (1 - probability);
}

/// Che et al. 2017, eq. 6: sum_i (r_i / sum_j r_j - b) grad ln p(x_i), b the mean weight.
TEST(PolicyGradientOfRecipe, MaliganIsTheEstimateOfThePaper) {
  constexpr int64_t kRows = 32;
  World world = make_world(kNoEos, 0.0);
  engine::SampleRequest request;
  request.rows = kRows;
  request.length = world.length;
  request.stream = {world.context(0, kRows).seed, Purpose::kSample, 0};
  const auto sampled = world.generator->rollouts(kNoEos)->sample(request).tokens;
  const auto r = ratios(world, sampled);
  ((r / r.sum() - 1.0 / kRows) * log_probability(world, sampled)).sum().backward();
  const auto expected = gradients(*world.generator) / kRows;  // as one_step
  EXPECT_GT(expected.norm().item<double>(), 1e-4);
  EXPECT_TRUE(torch::allclose(one_step(of_recipe("maligan"), kNoEos), expected, 1e-3, 1e-7));
}

/// sum over prefixes, by their probability, of the gradient of -KL(p~(. | prefix) || p(. |
/// prefix)), where p~(y | prefix) = p(y | prefix) w(y) and w(y) = E[r | prefix y] / E[r | prefix]:
/// Hjelm et al. 2018, eqs. 8-10, with prefixes as contexts.
torch::Tensor exact_importance_gradient(World& world) {
  const TokenBatch all = enumerate(world);
  const auto p = log_probability(world, all).exp().detach().to(torch::kFloat64);
  const auto r = ratios(world, all).to(torch::kFloat64);
  const auto worth = [&](int64_t row, int32_t t) {  // E[r | y_1..y_t]
    double sum = 0, mass = 0;
    for (int64_t other = 0; other < all.rows; ++other) {
      const int32_t* prefix = all.tokens.data() + row * all.width;
      if (!std::equal(prefix, prefix + t, all.tokens.data() + other * all.width)) continue;
      sum += p[other].item<double>() * r[other].item<double>();
      mass += p[other].item<double>();
    }
    return sum / mass;
  };
  auto weights = torch::zeros({all.rows, all.width});
  for (int64_t row = 0; row < all.rows; ++row) {
    for (int32_t t = 0; t < all.lengths[row]; ++t) {
      weights[row][t] = p[row].item<double>() * worth(row, t + 1) / worth(row, t);
    }
  }
  world.generator->zero_grad();
  (-world.generator->cross_entropy(to_sentences(all).tokens, weights)).backward();
  return gradients(*world.generator);
}

TEST(PolicyGradientOfRecipe, BganWeighsEveryTokenInItsContext) {
  PolicyGradientOptions options = of_recipe("bgan");
  options.rollouts = 200;  // of few, the quotient of two means is off
  for (const SpecialTokens specials : {SpecialTokens{}, kNoEos}) {
    const Estimate result = estimate(options, specials, 60, kBatch, exact_importance_gradient);
    EXPECT_GT(result.cosine(), 0.98);
    EXPECT_LT(result.expected_error(), 0.2);
    EXPECT_LT(result.relative_error(), 2 * result.expected_error() + 0.02);
  }
}

TEST(PolicyGradient, WeighsTheEntropyAsItWeighsTheRewards) {
  PolicyGradientOptions sum;
  sum.rollouts = 0;
  sum.baseline = "none";
  sum.entropy_bonus = 3;
  PolicyGradientOptions mean = sum;
  mean.sum_over_tokens = false;
  EXPECT_TRUE(
      torch::allclose(one_step(mean, kNoEos) * (32 * 3), one_step(sum, kNoEos), 1e-4, 1e-6));
}

TEST(PolicyGradient, EntropyBonusRaisesEntropy) {
  World world = make_world({}, 0.05);
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = 0;
  options.get<PolicyGradientOptions>().baseline = "batch-mean";
  options.get<PolicyGradientOptions>().entropy_bonus = 5;
  const auto entropy = [&] {
    const torch::NoGradGuard no_gradient;
    const auto log_p = log_probability(world, enumerate(world));
    return -(log_p.exp() * log_p).sum().item<double>();
  };
  const double before = entropy();
  const auto strategy = make_strategy("policy-gradient", options);
  for (int64_t step = 0; step < 5; ++step) {
    StepContext context = world.context(step, 16);
    strategy->update_generator(context);
  }
  EXPECT_GT(entropy(), before);
}

/// sum_x p(x) sum_t KL(G || start) at the prefixes of x, their probabilities given, over the mean
/// length: G's gradient.
torch::Tensor exact_anchor_gradient(World& world, Generator& start) {
  const TokenBatch all = enumerate(world);
  const Sentences sentences = to_sentences(all);
  const auto p = log_probability(world, all).exp().detach().unsqueeze(1);
  const auto own = torch::log_softmax(world.generator->forward(sentences.tokens), -1);
  const auto of_start = torch::log_softmax(start.forward(sentences.tokens), -1).detach();
  const auto mask = inside(sentences.lengths, all.width);
  world.generator->zero_grad();
  ((p * (own.exp() * (own - of_start)).sum(-1) * mask).sum() / (p * mask).sum()).backward();
  return gradients(*world.generator);
}

TEST(PolicyGradient, IsAnchoredToItsStartByTheExactDivergence) {
  World world = make_world({}, 0.0);  // nothing moves by itself
  OptionSet options;
  auto& own = options.get<PolicyGradientOptions>();
  own.rollouts = 0;
  own.constant_reward = 1;
  own.baseline = "none";
  own.sum_over_tokens = false;
  own.reward_scale = 1e-6;
  own.anchor = 1;
  const auto strategy = make_strategy("policy-gradient", options);
  const auto start = world.generator->clone_on_cpu();
  const auto step = [&](Strategy& of, int64_t number) {
    StepContext context = world.context(number, 20000);
    of.update_generator(context);
    return gradients(*world.generator);
  };
  EXPECT_LT(step(*strategy, 0).norm().item<double>(), 1e-4) << "at the start there is no slope";
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : world.generator->parameters()) weight.mul_(0.5);
  }
  const auto resumed = make_strategy("policy-gradient", options);
  resumed->restore(strategy->state());
  const auto actual = step(*strategy, 1);
  EXPECT_TRUE(torch::equal(actual, step(*resumed, 1)));
  const auto expected = exact_anchor_gradient(world, *start);
  EXPECT_GT(expected.norm().item<double>(), 1e-2);
  EXPECT_LT((actual - expected).norm().item<double>(), 0.05 * expected.norm().item<double>());
}

TEST(PolicyGradient, RaisesTheExpectedReward) {
  World world = make_world({}, 0.02);
  const auto expected_reward = [&] {
    const torch::NoGradGuard no_gradient;
    const TokenBatch all = enumerate(world);
    return (log_probability(world, all).exp() * rewards_of(world, all)).sum().item<double>();
  };
  const double before = expected_reward();
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = 2;
  const auto strategy = make_strategy("policy-gradient", options);
  for (int64_t step = 0; step < 25; ++step) {
    StepContext context = world.context(step, 64);
    strategy->update_generator(context);
  }
  EXPECT_GT(expected_reward(), before + 0.05);
}

TEST(PolicyGradient, ShowsTheDiscriminatorTheSameSentencesWhateverTheBatch) {
  World world = make_world({}, 0.0);
  const auto strategy = make_strategy("policy-gradient");
  StepContext context = world.context(4, 8);
  const auto whole = strategy->fakes_for_discriminator(context, 10, 100).tokens;
  const auto tail = strategy->fakes_for_discriminator(context, 4, 106).tokens;
  EXPECT_TRUE(torch::equal(whole.narrow(0, 6, 4), tail));
}

}  // namespace
}  // namespace lingan::policy_gradient_test
