/// Discriminators that have a feature of how much a batch's sentences differ.
#include <torch/autograd.h>

#include <gtest/gtest.h>

#include <string>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/self_attention_discriminator.h>

#include "tests/model/finite_differences.h"

namespace lingan::minibatch_deviation_test {
namespace {

DiscriminatorOptions small(const std::string& kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = 9;
  options.embedding_width = 4;
  options.filter_widths = {1, 2};
  options.filter_counts = {3, 4};
  options.length = 5;
  options.minibatch_deviation = true;
  if (kind == "multi-representation-cnn") options.representations = 2;
  options.own.get<SelfAttentionDiscriminatorOptions>() = {
      .hidden_width = 6, .layers = 1, .heads = 2, .feed_forward_width = 7};
  return options;
}

std::shared_ptr<Discriminator> made(const DiscriminatorOptions& options) {
  auto d = make_discriminator(options, {7, Purpose::kInitialize, 0});
  d->eval();
  d->to(torch::kFloat64);
  return d;
}

Sentences of_vectors(const torch::Tensor& vectors) {
  Sentences sentences;
  sentences.vectors = vectors;
  return sentences;
}

class MinibatchDeviation : public ::testing::TestWithParam<const char*> {
 protected:
  std::shared_ptr<Discriminator> d_ = made(small(GetParam()));
  torch::Tensor vectors_ = float64_leaf({4, 5, 4}, 3).detach();
};

INSTANTIATE_TEST_SUITE_P(Kinds, MinibatchDeviation,
                         ::testing::Values("cnn", "multi-representation-cnn", "recurrent",
                                           "self-attention"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

/// Of [4, F] the standard deviation of each column, and their mean.
TEST_P(MinibatchDeviation, IsTheLastFeature) {
  if (std::string(GetParam()) == "multi-representation-cnn") GTEST_SKIP() << "a mean over slices";
  const torch::NoGradGuard no_gradient;
  const auto features = d_->features(of_vectors(vectors_));
  const auto others = features.slice(1, 0, -1);
  const auto centred = others - others.mean(0);
  const double expected = centred.square().mean(0).sqrt().mean().item<double>();
  for (int64_t row = 0; row < 4; ++row) {
    EXPECT_NEAR(features[row][-1].item<double>(), expected, 1e-4) << row;
  }
  EXPECT_GT(expected, 0.01);
}

/// Each representation has the deviation of its own slice, as a network of that slice alone would.
TEST(MinibatchDeviationOfRepresentations, IsOfEachByItself) {
  const torch::NoGradGuard no_gradient;
  const auto d = made(small("multi-representation-cnn"));
  const auto vectors = float64_leaf({4, 5, 4}, 3).detach();
  const auto before = d->logits(of_vectors(vectors));
  auto changed = vectors.clone();
  changed[3].slice(1, 2, 4) += 1.5;  // the second slice of the last sentence
  const auto change = (d->logits(of_vectors(changed)) - before).abs();
  EXPECT_EQ(change.sizes(), (std::vector<int64_t>{4, 2}));
  EXPECT_LT(change.select(1, 0).max().item<double>(), 1e-12) << "the first slice is as it was";
  EXPECT_GT(change.select(1, 1).min().item<double>(), 1e-9) << "all sentences feel it";
}

/// Copies of a sentence do not differ.
TEST_P(MinibatchDeviation, TellsCopiesFromDifferentSentences) {
  const torch::NoGradGuard no_gradient;
  const auto copies = vectors_.narrow(0, 0, 1).expand({4, -1, -1}).contiguous();
  EXPECT_NEAR(d_->features(of_vectors(copies))[0][-1].item<double>(), 1e-4, 1e-7);
  const auto alike = d_->logits(of_vectors(copies))[0], among = d_->logits(of_vectors(vectors_))[0];
  EXPECT_FALSE(torch::allclose(alike, among, 1e-6, 1e-8)) << "the same sentence";
  const auto turned = d_->logits(of_vectors(vectors_.flip(0))).flip(0);
  EXPECT_TRUE(torch::allclose(turned[0], among, 1e-9, 1e-12)) << "in whatever order";
}

TEST_P(MinibatchDeviation, HasTheGradientOfFiniteDifferencesInAllSentences) {
  const auto of_first = [&](const std::vector<torch::Tensor>& inputs) {
    return d_->logits(of_vectors(inputs[0]))[0].sum();
  };
  expect_gradient(of_first, {vectors_.clone().requires_grad_()});
  const auto leaf = vectors_.clone().requires_grad_();
  of_first({leaf}).backward();
  EXPECT_GT(leaf.grad()[3].abs().max().item<double>(), 0.0) << "of another sentence";
}

TEST_P(MinibatchDeviation, IsFiniteForASingleSentence) {
  const auto leaf = vectors_.narrow(0, 0, 1).clone().requires_grad_();
  d_->logits(of_vectors(leaf)).sum().backward();
  EXPECT_TRUE(torch::isfinite(leaf.grad()).all().item<bool>());
}

TEST(MinibatchDeviationOfAnAutoencoder, IsNotThere) {
  DiscriminatorOptions with = small("autoencoder"), without = with;
  without.minibatch_deviation = false;
  Sentences sentences = of_vectors(float64_leaf({4, 5, 4}, 3).detach());
  sentences.lengths = torch::full({4}, 5, torch::kInt64);
  EXPECT_TRUE(torch::equal(made(with)->logits(sentences), made(without)->logits(sentences)));
}

}  // namespace
}  // namespace lingan::minibatch_deviation_test
