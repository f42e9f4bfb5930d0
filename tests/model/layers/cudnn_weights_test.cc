// Recurrent generators on a device: quiet, their weights unchanged, and trained as they sample.
#include <lingan/model/layers/cudnn_weights.h>

#include <c10/util/Exception.h>

#include <lingan/model/generators/generator.h>

#include "tests/model/device_networks.h"

namespace lingan::cudnn_weights_test {
namespace {

constexpr SpecialTokens kEndless = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};

std::shared_ptr<Generator> make(std::string_view cell, int64_t hidden) {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 150;
  options.embedding_width = 20;
  options.hidden_width = hidden;
  options.layers = 2;
  options.specials = kEndless;
  auto generator = make_generator(options, {7, Purpose::kInitialize});
  generator->to(compute_device());
  return generator;
}

/// What libtorch warns of.
class Warnings : public c10::WarningHandler {
 public:
  void process(const c10::Warning& warning) override { said += warning.msg() + "\n"; }
  std::string said;
};

template <class Place>
class CudnnWeightsTest : public DeviceNetworksTest<Place> {};
TYPED_TEST_SUITE(CudnnWeightsTest, Places, PlaceNames);

TYPED_TEST(CudnnWeightsTest, TrainThePolicyThatTheySample) {
  for (const char* cell : {"lstm", "gru"}) {
    const auto generator = make(cell, 300);
    engine::SampleRequest request;
    request.rows = 40;
    request.length = 7;
    request.stream = {3, Purpose::kSample, 1};
    const engine::Samples samples = generator->rollouts(kEndless)->sample(request);
    const torch::Tensor tokens = to_sentences(samples.tokens).tokens;
    const torch::Tensor trained = torch::log_softmax(generator->forward(tokens), 2)
                                      .gather(2, tokens.unsqueeze(2))
                                      .flatten()
                                      .to(torch::kCPU);
    const torch::Tensor sampled = torch::tensor(samples.log_probabilities);
    // TF32 would move them by about 1e-3.
    EXPECT_LT((trained - sampled).abs().max().template item<double>(), 5e-5) << cell;
  }
}

TYPED_TEST(CudnnWeightsTest, RunWithoutAWarning) {
  Warnings warnings;
  const c10::WarningUtils::WarningHandlerGuard guard(&warnings);
  for (const char* cell : {"lstm", "gru"}) {
    const auto generator = make(cell, 8);
    const torch::Tensor tokens = torch::zeros({2, 3}, torch::kInt64).to(compute_device());
    for (int step = 0; step < 2; ++step) generator->forward(tokens).sum().backward();
  }
  EXPECT_EQ(warnings.said, "");
}

TYPED_TEST(CudnnWeightsTest, KeepTheirWeightsWhenTheseAreJoined) {
  const auto generator = make("lstm", 8);
  std::vector<torch::Tensor> weights, before;
  for (const auto& parameter : generator->named_parameters()) {
    if (parameter.key().find("_l") != std::string::npos) weights.push_back(parameter.value());
  }
  ASSERT_EQ(weights.size(), 8u);
  for (const torch::Tensor& weight : weights) before.push_back(weight.detach().clone());
  const torch::Tensor tokens = torch::zeros({2, 3}, torch::kInt64).to(compute_device());
  generator->forward(tokens).sum().backward();
  for (size_t i = 0; i < weights.size(); ++i) {
    EXPECT_TRUE(torch::equal(weights[i], before[i])) << i;
    EXPECT_TRUE(weights[i].grad().defined()) << i;
    const bool joined = i % 4 > 0 && weights[i].is_alias_of(weights[i / 4 * 4]);  // of one layer
    EXPECT_EQ(joined, i % 4 > 0 && weights[i].is_cuda()) << i;
  }
  const void* where = weights[5].data_ptr();
  join_weights_for_cudnn({weights.begin() + 4, weights.end()});
  EXPECT_EQ(weights[5].data_ptr(), where);  // once is enough
}

}  // namespace
}  // namespace lingan::cudnn_weights_test
