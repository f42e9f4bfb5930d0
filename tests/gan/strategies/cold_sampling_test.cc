#include <lingan/gan/strategies/cold_sampling.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/step_sampler.h>

#include "tests/gan/toy.h"

namespace lingan::cold_sampling_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// What the engine says of tokens that it drew itself.
TEST(ColdLogProbabilities, AreTheEnginesOwn) {
  const World world = make_world({}, 0.0);
  world.generator->eval();
  for (const ColdSampling cold :
       {ColdSampling{.temperature = 0.5}, ColdSampling{.top_p = 0.7, .share = 0.5},
        ColdSampling{.temperature = 2, .top_p = 0.8, .share = 0.5}}) {
    engine::SampleRequest request;
    request.rows = 200;
    request.length = world.length;
    request.stream = {5, Purpose::kSample, 0};
    request.options = cold.options();
    const auto drawn = world.generator->rollouts(world.specials)->sample(request);
    const Sentences sentences = to_sentences(drawn.tokens);
    const torch::NoGradGuard no_gradient;
    const auto all = cold_log_probabilities(world.generator->forward(sentences.tokens), cold);
    const auto actual = all.gather(-1, sentences.tokens.unsqueeze(-1)).squeeze(-1);
    const auto expected = torch::tensor(drawn.log_probabilities).view_as(actual);
    const auto is_token = inside(sentences.lengths, world.length);
    EXPECT_TRUE(torch::allclose(actual.masked_select(is_token), expected.masked_select(is_token),
                                1e-4, 1e-5));
    EXPECT_NEAR(all[0][0].exp().sum().item<double>(), 1, 1e-5);
  }
}

/// ln of the probability of whole sentences where every token is drawn colder, [N] float64: by
/// powers of G's probabilities, token by token.
torch::Tensor log_cold(const World& world, const TokenBatch& batch, double temperature) {
  const Sentences sentences = to_sentences(batch);
  const auto p = torch::softmax(world.generator->forward(sentences.tokens), -1).to(torch::kFloat64);
  torch::Tensor sum = torch::zeros({batch.rows}, torch::kFloat64);
  for (int64_t row = 0; row < batch.rows; ++row) {
    for (int32_t t = 0; t < batch.lengths[row]; ++t) {
      const auto powers = p[row][t].pow(1 / temperature);
      sum[row] += torch::log(powers[batch.tokens[row * batch.width + t]] / powers.sum());
    }
  }
  return sum;
}

/// q of whole sentences, enumerated.
torch::Tensor mixture(const World& world, const TokenBatch& all, const ColdSampling& cold) {
  return cold.share * log_cold(world, all, cold.temperature).exp() +
         (1 - cold.share) * log_cold(world, all, 1).exp();
}

TEST(ImportanceWeights, AreTheRatioOfTheTwoProbabilities) {
  const World world = make_world({}, 0.0);
  world.generator->eval();
  const torch::NoGradGuard no_gradient;
  const TokenBatch all = enumerate(world);
  const auto g = log_cold(world, all, 1).exp();
  for (const double share : {1.0, 0.6}) {
    const ColdSampling cold = {.temperature = 0.5, .share = share};
    const auto q = mixture(world, all, cold);
    EXPECT_NEAR(q.sum().item<double>(), 1, 1e-6);
    const auto weights =
        importance_weights(*world.generator, to_sentences(all), cold, {}).to(torch::kFloat64);
    EXPECT_TRUE(torch::allclose(weights.select(1, 0), g / q, 1e-4, 1e-6)) << share;
    const auto clipped =
        importance_weights(*world.generator, to_sentences(all), cold, {.clip = 0.9});
    EXPECT_TRUE(torch::allclose(clipped.select(1, 0).to(torch::kFloat64), (g / q).clamp_max(0.9),
                                1e-4, 1e-6));
    EXPECT_GT((g / q).max().item<double>(), 1.2) << "there is something to cut";
  }
}

TEST(ImportanceWeights, AreBoundedByTheShareThatIsDrawnAsTheGeneratorWrites) {
  const World world = make_world({}, 0.0);
  world.generator->eval();
  const ColdSampling cold = {.temperature = 0.2, .top_p = 0.4, .share = 0.75};
  const auto weights =
      importance_weights(*world.generator, to_sentences(enumerate(world)), cold, {});
  EXPECT_NEAR(weights.max().item<double>(), 4, 1e-5) << "of a sentence that the nucleus cuts off";
}

/// The mean of the weights of prefixes is what G says of them, too: sum q w = 1 over prefixes.
TEST(ImportanceWeights, OfPrefixesAreOfThePrefixesAlone) {
  const World world = make_world(kNoEos, 0.0);
  world.generator->eval();
  const torch::NoGradGuard no_gradient;
  const TokenBatch all = enumerate(world);
  const ColdSampling cold = {.temperature = 0.5, .share = 0.6};
  const auto weights =
      importance_weights(*world.generator, to_sentences(all), cold, {.by_prefix = true})
          .to(torch::kFloat64);
  const auto q = mixture(world, all, cold), g = log_cold(world, all, 1).exp();
  for (int64_t row = 0; row < all.rows; ++row) {
    for (int32_t t = 0; t < all.width; ++t) {
      double of_q = 0, of_g = 0;
      for (int64_t other = 0; other < all.rows; ++other) {
        const int32_t* prefix = all.tokens.data() + row * all.width;
        if (!std::equal(prefix, prefix + t + 1, all.tokens.data() + other * all.width)) continue;
        of_q += q[other].item<double>();
        of_g += g[other].item<double>();
      }
      EXPECT_NEAR(weights[row][t].item<double>(), of_g / of_q, 1e-4);
    }
  }
}

TEST(StepSampler, DrawsTheMixture) {
  World world = make_world({}, 0.0);
  world.generator->eval();
  const ColdSampling cold = {.temperature = 0.4, .share = 0.5};
  StepSampler sampler(cold);
  constexpr int64_t kRows = 20000;
  const auto drawn = sampler.sample(world.context(0, 4), Purpose::kSample, kRows, 0);
  const torch::NoGradGuard no_gradient;
  const TokenBatch all = enumerate(world);
  const auto q = mixture(world, all, cold);
  EXPECT_TRUE(torch::equal(to_sentences(drawn.on_host()).tokens, drawn.sentences.tokens));
  for (int64_t row = 0; row < all.rows; ++row) {
    const auto like = to_sentences(all).tokens[row].unsqueeze(0);
    const double share =
        (drawn.sentences.tokens == like).all(1).to(torch::kFloat64).mean().item<double>();
    const double expected = q[row].item<double>();
    EXPECT_NEAR(share, expected, 4.5 * std::sqrt(expected / kRows)) << row;
  }
  const auto tail = sampler.sample(world.context(0, 4), Purpose::kSample, 6, 100);
  EXPECT_TRUE(torch::equal(tail.sentences.tokens, drawn.sentences.tokens.narrow(0, 100, 6)))
      << "whatever the batch";
}

/// What the world's objective rewards each sentence with: [N].
torch::Tensor rewards_of(const World& world, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const SentenceValue reward = world.objective->reward(*world.discriminator, world.real, {});
  return reward(world.discriminator->logits(to_sentences(batch)));
}

/// sum_x min(G(x), clip q(x)) R(x) grad ln G(x): what the estimate is in the mean. Of clip = 0 it
/// is the gradient of the expected reward.
torch::Tensor exact_gradient(World& world, const ColdSampling& cold, double clip) {
  const TokenBatch all = enumerate(world);
  torch::Tensor counted;
  {
    const torch::NoGradGuard no_gradient;
    counted = log_cold(world, all, 1).exp();
    if (clip > 0) counted = torch::minimum(counted, clip * mixture(world, all, cold));
  }
  world.generator->zero_grad();
  (counted * rewards_of(world, all) * log_probability(world, all)).sum().backward();
  return gradients(*world.generator);
}

struct Case {
  const char* name;
  double temperature, top_p, share, clip;
  int32_t rollouts;
  const char* baseline;
};

class ColdPolicyGradient : public ::testing::TestWithParam<Case> {};

TEST_P(ColdPolicyGradient, ConvergesToTheGradientOfFullEnumeration) {
  const Case& given = GetParam();
  World world = make_world({}, 0.0);
  OptionSet set;
  auto& options = set.get<PolicyGradientOptions>();
  options.sampling_temperature = given.temperature;
  options.sampling_top_p = given.top_p;
  options.sampling_share = given.share;
  options.importance_clip = given.clip;
  options.rollouts = given.rollouts;
  options.rollout_update_rate = 0;
  options.baseline = given.baseline;
  const auto strategy = make_strategy("policy-gradient", set);
  constexpr int64_t kSteps = 150, kBatch = 256;
  std::vector<torch::Tensor> rows;
  for (int64_t step = 0; step < kSteps; ++step) {
    StepContext context = world.context(step, kBatch);
    const StepReport report = strategy->update_generator(context);
    EXPECT_LE(report.values.at("effective-share").item<double>(), 1.0001);
    rows.push_back(-gradients(*world.generator) / static_cast<double>(kBatch));
  }
  const auto all = torch::stack(rows);
  const ColdSampling cold = {given.temperature, given.top_p, given.share};
  const auto exact = exact_gradient(world, cold, given.clip);
  const double size = exact.norm().item<double>();
  const double noise = std::sqrt(all.var(0).sum().item<double>() / kSteps) / size;
  EXPECT_LT(noise, 0.15);  // else the next line says nothing
  EXPECT_LT((all.mean(0) - exact).norm().item<double>() / size, 2 * noise + 1.0 / kBatch);
  if (given.clip == 0) return;
  const auto unclipped = exact_gradient(world, cold, 0);
  EXPECT_GT((all.mean(0) - unclipped).norm().item<double>() / size, 3 * noise) << "its bias";
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ColdPolicyGradient,
    ::testing::Values(Case{"cold", 0.6, 1, 1, 0, 0, "none"},
                      Case{"cold_leave_one_out", 0.6, 1, 1, 0, 0, "leave-one-out"},
                      Case{"cold_rollouts", 0.6, 1, 1, 0, 3, "leave-one-out"},
                      Case{"mixture", 0.3, 1, 0.7, 0, 0, "none"},
                      Case{"mixture_rollouts", 0.3, 1, 0.7, 0, 3, "batch-mean"},
                      Case{"nucleus", 0.8, 0.6, 0.7, 0, 0, "leave-one-out"},
                      Case{"clipped", 0.5, 1, 1, 1.2, 0, "none"},
                      Case{"clipped_mixture", 0.3, 1, 0.8, 1.5, 0, "none"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace lingan::cold_sampling_test
