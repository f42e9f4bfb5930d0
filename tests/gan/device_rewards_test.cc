// The reward step where completions and their scores stay on a device, against the CPU's.
#include <lingan/gan/strategies/rollout_rewards.h>

#include <cmath>
#include <limits>

#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/toy.h"
#include "tests/model/device_networks.h"

namespace lingan::device_rewards_test {
namespace {

using namespace lingan::testing;

constexpr int64_t kBatch = 12;

/// A world with a discriminator of window filters.
World convolutional_world(SpecialTokens specials, const std::string& objective,
                          const std::string& discriminator = "cnn") {
  World world = make_world(specials, 0.0, objective);
  DiscriminatorOptions options;
  options.vocabulary_size = world.generator->options().vocabulary_size;
  options.kind = discriminator;
  options.embedding_width = 6;
  options.representations = discriminator == "cnn" ? 1 : 3;
  options.filter_widths = {1, 2};
  options.filter_counts = {5, 4};
  options.initial_weights = "torch";
  options.length = world.length;
  options.specials = specials;
  world.discriminator = make_discriminator(options, {4, Purpose::kInitialize, 0});
  world.discriminator->to(compute_device());
  world.discriminator->eval();
  return world;
}

TokenBatch sample(const World& world) {
  engine::SampleRequest request;
  request.rows = kBatch;
  request.length = world.length;
  request.stream = {9, Purpose::kSample, 0};
  return world.generator->rollouts(world.specials)->sample(request).tokens;
}

torch::Tensor rewards(const World& world, const HardSentences& sentences, uint64_t memory_budget) {
  const Rewarder rewarder(*world.discriminator,
                          world.objective->reward(*world.discriminator, world.real,
                                                  [&] { return to_sentences(enumerate(world)); }),
                          engine::Precision::kFloat32);
  engine::RolloutRequest request;
  request.rollouts = 3;
  request.stream = {9, Purpose::kRollout, 0};
  request.memory_budget = memory_budget;
  return rollout_rewards(*world.generator->rollouts(world.specials), sentences, request, rewarder);
}

template <class Place>
class DeviceRewardsTest : public DeviceNetworksTest<Place> {
 protected:
  /// Rewards on the CPU, then on the device, of the same sentences.
  void expect_equal(SpecialTokens specials, const std::string& objective, uint64_t memory_budget) {
    use_device(Device::kCpu);
    const World on_cpu = convolutional_world(specials, objective);
    const HardSentences drawn = hard_sentences(sample(on_cpu));
    const torch::Tensor expected = rewards(on_cpu, drawn, memory_budget);
    ASSERT_EQ(Place::use(), "");
    const World world = convolutional_world(specials, objective);
    const HardSentences sentences = on_device(drawn.batch);
    const torch::Tensor actual = rewards(world, sentences, memory_budget);
    EXPECT_EQ(sentences.diverged.item<int32_t>(), 0);
    EXPECT_EQ(actual.device(), compute_device());
    EXPECT_TRUE(torch::allclose(actual.to(torch::kCPU), expected, 1e-4, 1e-5)) << objective << "\n"
                                                                               << actual << "\n"
                                                                               << expected;
  }
};
TYPED_TEST_SUITE(DeviceRewardsTest, Places, PlaceNames);

constexpr uint64_t kPlenty = uint64_t{512} << 20;

TYPED_TEST(DeviceRewardsTest, MatchTheCpuForSentencesThatEnd) {
  for (const char* objective : {"non-saturating", "relativistic", "wasserstein-gp"}) {
    this->expect_equal(SpecialTokens{}, objective, kPlenty);
  }
}

TYPED_TEST(DeviceRewardsTest, MatchTheCpuForSentencesOfFullLength) {
  this->expect_equal(kNoEos, "non-saturating", kPlenty);
}

TYPED_TEST(DeviceRewardsTest, AreTheSameSentenceBySentence) {
  this->expect_equal(SpecialTokens{}, "non-saturating", 1);  // byte: one sentence at a time
}

TYPED_TEST(DeviceRewardsTest, OfFeaturesMatchTheCpuWhateverTheMemory) {
  for (const char* objective : {"mmd", "ranking"}) {
    for (const uint64_t budget : {kPlenty, uint64_t{1}}) {
      this->expect_equal(SpecialTokens{}, objective, budget);
    }
  }
}

TEST(FeatureRewards, AreTheSameWhateverTheMemory) {
  for (const char* objective : {"mmd", "ranking"}) {
    const World world = convolutional_world({}, objective);
    const HardSentences sentences = hard_sentences(sample(world));
    const auto whole = rewards(world, sentences, kPlenty);
    EXPECT_TRUE(torch::allclose(whole, rewards(world, sentences, 1), 1e-5, 1e-6)) << objective;
    EXPECT_GT(whole.abs().max().item<double>(), 0.1) << objective;
  }
}

TYPED_TEST(DeviceRewardsTest, DriveStepsOfPolicyGradient) {
  const auto gradient = [](int32_t rollouts, double temperature) {
    World world = convolutional_world({}, "non-saturating");
    OptionSet options;
    auto& own = options.get<PolicyGradientOptions>();
    own.rollouts = rollouts;
    own.discount = rollouts == 0 ? 0.9 : 1.0;
    own.sampling_temperature = temperature;
    own.sampling_share = 0.6;
    const auto strategy = make_strategy("policy-gradient", options);
    StepContext context = world.context(3, kBatch);
    strategy->update_generator(context);
    return gradients(*world.generator).to(torch::kCPU);
  };
  for (const int32_t rollouts : {0, 2}) {
    for (const double temperature : {1.0, 0.7}) {
      ASSERT_EQ(TypeParam::use(), "");
      const torch::Tensor actual = gradient(rollouts, temperature);
      use_device(Device::kCpu);
      const torch::Tensor expected = gradient(rollouts, temperature);
      EXPECT_LT((actual - expected).norm().template item<double>(),
                1e-3 * expected.norm().template item<double>())
          << rollouts << " rollouts at " << temperature;
    }
  }
}

/// A step of policy gradient and fakes for D, with the device's functions run on the host.
struct Step {
  int32_t rollouts;
  std::string baseline;
  std::string objective;
  std::string discriminator;
  std::string shape = "none";
  double temperature = 1.0;

  void run() const {
    World world = convolutional_world({}, objective, discriminator);
    OptionSet options;
    auto& own = options.get<PolicyGradientOptions>();
    own.rollouts = rollouts;
    own.baseline = baseline;
    own.reward_shape = shape;
    own.sampling_temperature = temperature;
    own.sampling_share = 0.6;
    own.replay_share = 0.5;
    const auto strategy = make_strategy("policy-gradient", options);
    world.add_networks(*strategy);
    StepContext context = world.context(3, kBatch);
    const ReadBacks read_backs;
    strategy->update_generator(context);
    strategy->fakes_for_discriminator(context, kBatch, 0);
    EXPECT_EQ(read_backs.seen(), 0)
        << rollouts << " rollouts, baseline " << baseline << ", " << objective;
  }
};

const Step kSteps[] = {{0, "none", "non-saturating", "cnn"},
                       {2, "none", "non-saturating", "cnn"},
                       {2, "moving-average", "non-saturating", "cnn"},
                       {2, "leave-one-out", "non-saturating", "cnn"},
                       {2, "prefix", "non-saturating", "cnn"},
                       {2, "self-critical", "mmd", "cnn"},
                       {2, "batch-mean", "hinge", "cnn", "rank"},
                       {2, "critic", "ranking", "cnn"},
                       {2, "none", "relativistic", "multi-representation-cnn"},
                       {0, "none", "relativistic", "multi-representation-cnn"},
                       {2, "leave-one-out", "comparative", "cnn", "none", 0.7}};

TEST(DeviceRewards, ReadNothingBackInsideAStepOfPolicyGradient) {
  static int copies, jobs, waits;
  copies = jobs = waits = 0;
  engine::cuda::Table counted = engine::cuda::host_table();
  counted.copy = [](void* to, const void* from, uint64_t bytes, void* cuda_stream) {
    ++copies;
    return engine::cuda::host::copy(to, from, bytes, cuda_stream);
  };
  counted.sample = [](engine::cuda::Network* network, const engine::cuda::SampleJob* job) {
    ++jobs;
    waits += job->diverged == nullptr;
    return engine::cuda::host::sample(network, job);
  };
  counted.complete = [](engine::cuda::Network* network, const engine::cuda::CompleteJob* job) {
    ++jobs;
    waits += job->diverged == nullptr;
    return engine::cuda::host::complete(network, job);
  };
  engine::set_active_cuda(&counted);
  for (const Step& step : kSteps) step.run();
  EXPECT_EQ(copies, 0);
  EXPECT_EQ(waits, 0);
  // Each step samples for G and for D, nine complete, one draws fakes and the greedy sentence; the
  // last one samples cold ones, too, for G, for D and as fakes.
  EXPECT_EQ(jobs, 11 * 2 + 9 + 2 + 4);
  use_device(Device::kCpu);
}

TYPED_TEST(DeviceRewardsTest, OfLogitsThatAreNotFiniteChangeNoWeight) {
  World world = convolutional_world({}, "non-saturating");
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = 2;
  const auto strategy = make_strategy("policy-gradient", options);
  {
    const torch::NoGradGuard no_gradient;
    world.generator->embeddings().fill_(std::numeric_limits<float>::infinity());
  }
  const auto before = world.generator->parameters().back().clone();
  StepContext context = world.context(3, kBatch);
  const StepReport report = strategy->update_generator(context);
  EXPECT_FALSE(std::isfinite(report.gradient_norm.template item<double>()));
  EXPECT_FALSE(std::isfinite(report.values.at("reward").template item<double>()));
  EXPECT_TRUE(torch::equal(world.generator->parameters().back(), before));
}

}  // namespace
}  // namespace lingan::device_rewards_test
