#include <lingan/model/discriminators/convolutional_weights.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator.h>

namespace lingan::convolutional_weights_test {
namespace {

constexpr RandomStream kStream = {7, Purpose::kInitialize, 1};

/// What a law gives.
struct Law {
  double deviation;
  double largest;  ///< beyond which nothing is drawn
};

Law uniform(double bound) { return {bound / std::sqrt(3.0), bound}; }
/// The deviation of a standard normal cut at 2 is 0.8796.
Law truncated(double deviation) { return {0.8796 * deviation, 2 * deviation}; }

/// RelGAN's discriminator has every layer.
std::shared_ptr<Discriminator> network(const std::string& initial_weights) {
  DiscriminatorOptions options;
  options.kind = "multi-representation-cnn";
  options.vocabulary_size = 2000;
  options.embedding_width = 16;
  options.representations = 4;
  options.filter_widths = {2, 5};
  options.filter_counts = {300, 300};
  options.length = 9;
  options.initial_weights = initial_weights;
  return make_discriminator(options, kStream);
}

void expect_law(const torch::Tensor& values, const Law& law, const std::string& what) {
  const auto count = static_cast<double>(values.numel());
  const double error = 5 / std::sqrt(count);
  EXPECT_NEAR(values.std().item<double>() / law.deviation, 1.0, error) << what;
  EXPECT_NEAR(values.mean().item<double>() / law.deviation, 0.0, error) << what;
  EXPECT_LE(values.abs().max().item<double>(), law.largest * 1.0001) << what;
}

void expect_all(const torch::Tensor& values, double value, const std::string& what) {
  EXPECT_TRUE(torch::equal(values, torch::full_like(values, value))) << what;
}

TEST(ConvolutionalWeights, AreSeqGans) {
  const auto d = network("seqgan");
  const auto weights = d->named_parameters();
  expect_law(weights["embedding"], uniform(1.0), "embedding");
  expect_law(weights["filter_weight_0"], truncated(0.1), "filters of 2");
  expect_law(weights["filter_weight_1"], truncated(0.1), "filters of 5");
  expect_all(weights["filter_bias_0"], 0.1, "filters' biases");
  const double glorot = std::sqrt(6.0 / (600 + 600));
  expect_law(weights["highway_weight"], uniform(glorot), "highway");
  expect_law(weights["highway_bias"], uniform(glorot), "highway's biases");
  expect_law(weights["hidden_weight"], truncated(0.1), "hidden");
  expect_law(weights["output_weight"], truncated(0.1 * std::sqrt(2.0)), "output");
  expect_all(weights["output_bias"], 0.0, "the output's bias");
}

TEST(ConvolutionalWeights, AreRelGans) {
  const auto d = network("relgan");
  const auto weights = d->named_parameters();
  expect_law(weights["embedding"], truncated(1 / std::sqrt(2000.0)), "embedding");
  expect_law(weights["filter_weight_0"], truncated(std::sqrt(2.0 / (2 * 4))), "filters of 2");
  expect_law(weights["filter_weight_1"], truncated(std::sqrt(2.0 / (5 * 4))), "filters of 5");
  expect_law(weights["highway_weight"], truncated(1 / std::sqrt(600.0)), "highway");
  expect_law(weights["hidden_weight"], truncated(1 / std::sqrt(600.0)), "hidden");
  expect_law(weights["output_weight"], truncated(1 / std::sqrt(100.0)), "output");
  for (const auto& weight : weights) {
    if (weight.value().dim() == 1) expect_all(weight.value(), 0.0, weight.key());
  }
}

TEST(ConvolutionalWeights, FollowTheLawsOfTorch) {
  const auto d = network("torch");
  const auto weights = d->named_parameters();
  expect_law(weights["embedding"], {1.0, 6.0}, "embedding");
  expect_law(weights["filter_weight_1"], uniform(1 / std::sqrt(20.0)), "filters of 5");
  expect_law(weights["filter_bias_1"], uniform(1 / std::sqrt(20.0)), "their biases");
  expect_law(weights["highway_weight"], uniform(1 / std::sqrt(600.0)), "highway");
  expect_law(weights["output_weight"], uniform(1 / std::sqrt(100.0)), "output");
}

TEST(ConvolutionalWeights, RefuseAnUnknownName) { EXPECT_THROW(network("texygan"), UsageError); }

}  // namespace
}  // namespace lingan::convolutional_weights_test
