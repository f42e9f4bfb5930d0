// Products of deep layers by libtorch, alone and in the jobs of a wide generator.
#include <lingan/model/layers/torch_product.h>

#include <algorithm>

#include <lingan/model/generators/generator.h>

#include "tests/model/device_networks.h"

namespace lingan::torch_product_test {
namespace {

std::shared_ptr<Generator> wide_generator() {
  GeneratorOptions options;
  options.cell = "lstm";
  options.vocabulary_size = 131;
  options.embedding_width = 16;
  options.hidden_width = 260;
  options.layers = 2;
  options.length = 5;
  return make_generator(options, {7, Purpose::kInitialize, 0});
}

TokenBatch sample(const Generator& generator) {
  engine::SampleRequest request;
  request.rows = 70;
  request.length = 5;
  request.stream = {11, Purpose::kSample, 3};
  return generator.rollouts(SpecialTokens{})->sample(request).tokens;
}

template <class Place>
class TorchProductTest : public DeviceNetworksTest<Place> {};
TYPED_TEST_SUITE(TorchProductTest, Places, PlaceNames);

TYPED_TEST(TorchProductTest, AddsRowsTimesTransposedWeightToTheResults) {
  const auto rows = torch::randn({5, 300}, compute_device());
  const auto weight = torch::randn({7, 300}, compute_device());
  auto results = torch::randn({5, 7}, compute_device());
  const auto expected = torch::addmm(results.to(torch::kFloat64), rows.to(torch::kFloat64),
                                     weight.to(torch::kFloat64).t());
  const engine::ProductJob job{.rows = rows.template const_data_ptr<float>(),
                               .weight = weight.template const_data_ptr<float>(),
                               .results = results.template data_ptr<float>(),
                               .count = 5,
                               .outputs = 7,
                               .depth = 300,
                               .cuda_stream = engine::cuda_stream()};
  EXPECT_EQ(torch_product(&job), nullptr);
  // TF32 would move them by about 1e-2.
  EXPECT_TRUE(torch::allclose(results.to(torch::kFloat64), expected, 1e-6, 1e-4));
}

TYPED_TEST(TorchProductTest, SamplesWideLayersAsTheCpuDoes) {
  use_device(Device::kCpu);
  const auto generator = wide_generator();
  const TokenBatch expected = sample(*generator);
  ASSERT_EQ(TypeParam::use(), "");
  generator->to(compute_device());
  const TokenBatch actual = sample(*generator);
  // Rounding may move a draw that falls next to the border of two tokens.
  int64_t different = 0;
  for (int64_t r = 0; r < actual.rows; ++r) {
    different += !std::ranges::equal(expected.row(r), actual.row(r));
  }
  EXPECT_LE(different, 1);
}

int stream;  // stands for a stream of the device
int64_t networks = 0;

TEST(TorchProduct, IsHandedToTheDeviceAndCalledOnTheStreamOfTheJob) {
  engine::cuda::Table table = engine::cuda::host_table();
  table.network_create = [](const engine::RecurrentWeights* weights, engine::DeviceProduct product,
                            void* cuda_stream, engine::cuda::Network** network) {
    EXPECT_EQ(product, &torch_product);
    ++networks;
    return engine::cuda::host::network_create(weights, product, cuda_stream, network);
  };
  engine::set_active_cuda(&table, [] { return static_cast<void*>(&stream); });
  EXPECT_NO_THROW(sample(*wide_generator()));  // another stream would throw
  EXPECT_EQ(networks, 1);
  use_device(Device::kCpu);
}

TEST(TorchProduct, RefusesAnotherStreamThanLibtorchs) {
  engine::ProductJob job = {};
  job.cuda_stream = &stream;
  EXPECT_STREQ(torch_product(&job), "a product was wanted on another stream than libtorch's");
}

}  // namespace
}  // namespace lingan::torch_product_test
