// Jobs of a CUDA device are queued where libtorch queues its own.
#include <set>
#include <string>
#include <typeinfo>

#include <lingan/gan/strategies/gumbel_noise.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/metrics/ngram_matches.h>

#include "tests/gan/toy.h"
#include "tests/model/device_networks.h"

namespace lingan::device_streams_test {
namespace {

using namespace lingan::testing;
using engine::cuda::CudaStatus;
using engine::cuda::Network;
namespace host = engine::cuda::host;

int stream;                  // stands for a stream of the device
std::set<std::string> seen;  // kinds of jobs

template <class Job>
void note(const Job& job) {
  EXPECT_EQ(job.cuda_stream, &stream) << typeid(Job).name();
  seen.insert(typeid(Job).name());
}

/// A function of the host's table that also notes its job.
template <auto kRun>
struct Noted;
template <class Job, CudaStatus (*kRun)(const Job*)>
struct Noted<kRun> {
  static CudaStatus run(const Job* job) {
    note(*job);
    return kRun(job);
  }
};
template <class Job, CudaStatus (*kRun)(Network*, const Job*)>
struct Noted<kRun> {
  static CudaStatus run(Network* network, const Job* job) {
    note(*job);
    return kRun(network, job);
  }
};

engine::cuda::Table noting_table() {
  engine::cuda::Table table = engine::cuda::host_table();
  table.sample = Noted<host::sample>::run;
  table.log_probabilities = Noted<host::log_probabilities>::run;
  table.complete = Noted<host::complete>::run;
  table.token_window_features = Noted<host::token_window_features>::run;
  table.match_ngrams = Noted<host::match_ngrams>::run;
  table.cross_entropy = Noted<host::cross_entropy>::run;
  table.max_over_time_forward = Noted<host::max_over_time_forward>::run;
  table.max_over_time_backward = Noted<host::max_over_time_backward>::run;
  table.gumbel_noise = Noted<host::gumbel_noise>::run;
  table.allocate = [](uint64_t bytes, void* cuda_stream, void** memory) {
    EXPECT_EQ(cuda_stream, &stream);
    return host::allocate(bytes, cuda_stream, memory);
  };
  table.release = [](void* memory, void* cuda_stream) {
    EXPECT_EQ(cuda_stream, &stream);
    host::release(memory, cuda_stream);
  };
  table.copy = [](void* to, const void* from, uint64_t bytes, void* cuda_stream) {
    EXPECT_EQ(cuda_stream, &stream);
    return host::copy(to, from, bytes, cuda_stream);
  };
  table.network_create = [](const engine::RecurrentWeights* weights, engine::DeviceProduct product,
                            void* cuda_stream, Network** network) {
    EXPECT_EQ(cuda_stream, &stream);
    return host::network_create(weights, product, cuda_stream, network);
  };
  return table;
}

World convolutional_world() {
  World world = make_world(SpecialTokens{}, 0.0);
  DiscriminatorOptions options;
  options.vocabulary_size = world.generator->options().vocabulary_size;
  options.embedding_width = 6;
  options.filter_widths = {1, 2};
  options.filter_counts = {5, 4};
  options.length = world.length;
  options.specials = world.specials;
  world.discriminator = make_discriminator(options, {4, Purpose::kInitialize, 0});
  return world;
}

TEST(DeviceStreams, OfAllJobsAreTheOneThatIsCurrent) {
  const engine::cuda::Table table = noting_table();
  engine::set_active_cuda(&table, [] { return static_cast<void*>(&stream); });
  World world = convolutional_world();
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = 2;
  StepContext context = world.context(3, 4);
  make_strategy("policy-gradient", options)->update_generator(context);  // sample, complete, judge
  const TokenBatch real = to_token_batch(world.real);
  const auto rollouts = world.generator->rollouts(world.specials);
  rollouts->log_probabilities(real);
  engine::RolloutRequest request;
  request.rollouts = 2;
  rollouts->complete(real, request, [](const auto&) {});  // fetches them
  world.generator->cross_entropy(world.real.tokens, torch::ones_like(world.real.tokens));
  world.discriminator->logits(world.real).sum().backward();
  gumbel_noise({}, 0, 0, torch::zeros({2, 3}));
  metrics::match_others(metrics::strip_specials(real, world.specials), 2);
  EXPECT_EQ(seen.size(), 8u) << ::testing::PrintToString(seen);
  use_device(Device::kCpu);
}

TEST(DeviceStreams, AreTheDefaultWhereNobodySaysOtherwise) {
  engine::set_active_cuda(&engine::cuda::host_table());
  EXPECT_EQ(engine::cuda_stream(), nullptr);
  use_device(Device::kCpu);
  EXPECT_EQ(engine::cuda_stream(), nullptr);
}

}  // namespace
}  // namespace lingan::device_streams_test
