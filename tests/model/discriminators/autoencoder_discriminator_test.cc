#include <lingan/model/discriminators/autoencoder_discriminator.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator.h>

#include "tests/model/finite_differences.h"

namespace lingan::autoencoder_discriminator_test {
namespace {

constexpr int64_t kVocabulary = 5, kEmbedding = 3, kLength = 4;
constexpr RandomStream kStream = {7, Purpose::kInitialize, 0};

DiscriminatorOptions small() {
  DiscriminatorOptions options;
  options.kind = "autoencoder";
  options.vocabulary_size = kVocabulary;
  options.embedding_width = kEmbedding;
  options.filter_widths = {1, 3};
  options.filter_counts = {2, 3};
  options.length = kLength;
  options.own.get<AutoencoderDiscriminatorOptions>().code_width = 2;
  return options;
}

std::shared_ptr<Discriminator> float64(const DiscriminatorOptions& options) {
  const auto d = make_discriminator(options, kStream);
  d->eval();
  d->to(torch::kFloat64);
  return d;
}

Sentences hard() {
  Sentences sentences;
  sentences.tokens = torch::tensor({{1, 4, 2, 3}, {3, 0, 0, 0}, {2, 2, 0, 0}}, torch::kInt64);
  sentences.lengths = torch::tensor({4, 1, 2}, torch::kInt64);
  return sentences;
}

/// The parameters of D and one sentence, number by number.
class ByHand {
 public:
  /// @param vectors  [L, E].
  ByHand(const Discriminator& d, torch::Tensor vectors)
      : weights_(d.named_parameters()), vectors_(std::move(vectors)) {}

  double energy() const {
    const std::vector<double> code = layer("code", maxima());
    const std::vector<double> decoded = layer("decoder", code);
    double sum = 0;
    for (int64_t t = 0; t < vectors_.size(0); ++t) {
      for (int64_t e = 0; e < kEmbedding; ++e) {
        const double error = decoded[t * kEmbedding + e] - at(t, e);
        sum += error * error;
      }
    }
    return sum / static_cast<double>(vectors_.numel());
  }

 private:
  double at(int64_t t, int64_t e) const {
    return t < vectors_.size(0) ? vectors_[t][e].item<double>() : 0.0;
  }

  std::vector<double> maxima() const {
    std::vector<double> maxima;
    for (const char* bank : {"0", "1"}) {
      const auto& weight = weights_[std::string("filter_weight_") + bank];
      const auto& bias = weights_[std::string("filter_bias_") + bank];
      for (int64_t filter = 0; filter < weight.size(0); ++filter) {
        double largest = 0;
        for (int64_t first = 0; first + weight.size(1) <= kLength; ++first) {
          double sum = bias[filter].item<double>();
          for (int64_t t = 0; t < weight.size(1); ++t) {
            for (int64_t e = 0; e < kEmbedding; ++e) {
              sum += weight[filter][t][e].item<double>() * at(first + t, e);
            }
          }
          largest = std::max(largest, sum);
        }
        maxima.push_back(largest);
      }
    }
    return maxima;
  }

  std::vector<double> layer(const std::string& name, const std::vector<double>& inputs) const {
    const auto& weight = weights_[name + "_weight"];
    const auto& bias = weights_[name + "_bias"];
    std::vector<double> outputs;
    for (int64_t row = 0; row < weight.size(0); ++row) {
      double sum = bias[row].item<double>();
      for (size_t i = 0; i < inputs.size(); ++i) {
        sum += weight[row][static_cast<int64_t>(i)].item<double>() * inputs[i];
      }
      outputs.push_back(sum);
    }
    return outputs;
  }

  torch::OrderedDict<std::string, torch::Tensor> weights_;
  torch::Tensor vectors_;
};

TEST(AutoencoderDiscriminator, GivesMinusTheMeanSquaredErrorOfASentencesOwnTokens) {
  const torch::NoGradGuard no_gradient;
  const auto d = float64(small());
  const Sentences sentences = hard();
  const auto outputs = d->logits(sentences);
  for (int64_t row = 0; row < 3; ++row) {
    const auto tokens = sentences.tokens[row].narrow(0, 0, sentences.lengths[row].item<int64_t>());
    const ByHand by_hand(*d, torch::embedding(d->embeddings(), tokens));
    EXPECT_NEAR(outputs[row].item<double>(), -by_hand.energy(), 1e-12) << row;
  }
}

/// Relaxed tokens are what is read and what is reconstructed.
TEST(AutoencoderDiscriminator, HasTheGradientOfFiniteDifferencesInSentencesAndWeights) {
  const auto d = float64(small());
  std::vector<torch::Tensor> inputs = {
      torch::softmax(float64_leaf({2, kLength, kVocabulary}, 3, 2.0), 2).detach().requires_grad_()};
  for (const auto& item : d->named_parameters()) {
    if (item.key() != "embedding") inputs.push_back(item.value());
  }
  expect_gradient(
      [&](const std::vector<torch::Tensor>& given) {
        Sentences relaxed;
        relaxed.one_hot = given[0];
        relaxed.lengths = torch::tensor({4, 3}, torch::kInt64);
        return mixed(d->logits(relaxed));
      },
      inputs);
}

TEST(AutoencoderDiscriminator, LeavesWhatItReconstructsAlone) {
  const auto d = make_discriminator(small(), kStream);
  d->logits(hard()).sum().backward();
  EXPECT_FALSE(d->embeddings().requires_grad());
  EXPECT_FALSE(d->embeddings().grad().defined());
}

TEST(AutoencoderDiscriminator, HasAnEnergyOfAboutOneWhereItKnowsNothing) {
  const torch::NoGradGuard no_gradient;
  DiscriminatorOptions options = small();
  options.vocabulary_size = 400;
  options.embedding_width = 50;
  const auto d = make_discriminator(options, kStream);
  for (auto& item : d->named_parameters()) {
    if (item.key().starts_with("decoder")) item.value().zero_();
  }
  Sentences all;
  all.tokens = torch::arange(400, torch::kInt64).view({100, kLength});
  EXPECT_NEAR(d->logits(all).mean().item<double>(), -1, 0.05);
}

TEST(AutoencoderDiscriminator, RefusesSentencesOfAnotherWidth) {
  const auto d = make_discriminator(small(), kStream);
  for (const int64_t width : {kLength - 1, kLength + 1}) {
    Sentences other;
    other.vectors = torch::zeros({1, width, kEmbedding});
    EXPECT_THROW(d->logits(other), UsageError) << width;
  }
}

}  // namespace
}  // namespace lingan::autoencoder_discriminator_test
