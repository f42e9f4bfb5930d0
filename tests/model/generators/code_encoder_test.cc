#include <lingan/model/generators/code_encoder.h>

#include <gtest/gtest.h>

#include <torch/nn/modules/rnn.h>

#include "tests/model/finite_differences.h"

namespace lingan::code_encoder_test {
namespace {

constexpr int64_t kWidth = 4, kCode = 2;

CodeEncoder small() {
  GeneratorOptions options;
  options.vocabulary_size = 7;
  options.embedding_width = 3;
  options.latent_width = kCode;
  return {options, kWidth, {3, Purpose::kInitialize, 0}};
}

Sentences sentences() {
  Sentences batch;
  batch.tokens = torch::tensor({{4, 5, 2, 0}, {6, 6, 3, 2}, {2, 0, 0, 0}}, torch::kInt64);
  batch.lengths = torch::tensor({3, 4, 1}, torch::kInt64);
  return batch;
}

/// The last state of torch's own LSTM with the weights of a direction.
torch::Tensor last_state(CodeEncoder& encoder, const std::string& prefix,
                         const torch::Tensor& vectors) {
  auto weights = encoder.named_parameters();
  torch::nn::LSTM lstm(torch::nn::LSTMOptions(3, kWidth).batch_first(true));
  for (auto& item : lstm->named_parameters()) item.value().copy_(weights[prefix + item.key()]);
  return std::get<0>(std::get<1>(lstm->forward(vectors))).view({kWidth});
}

/// Sentence by sentence, without padding.
TEST(CodeEncoder, EqualsTorchLstmsInBothDirections) {
  CodeEncoder encoder = small();
  const torch::NoGradGuard no_gradient;
  const Sentences batch = sentences();
  const Posterior posterior = encoder.forward(batch);
  ASSERT_EQ(posterior.mean.sizes(), (at::IntArrayRef{3, kCode}));
  auto weights = encoder.named_parameters();
  for (int64_t row = 0; row < 3; ++row) {
    const auto tokens = batch.tokens[row].narrow(0, 0, batch.lengths[row].item<int64_t>());
    const auto vectors = torch::embedding(weights["embedding"], tokens).unsqueeze(0);
    const auto states = torch::cat({last_state(encoder, "forward_", vectors),
                                    last_state(encoder, "backward_", vectors.flip(1))});
    for (const auto& [name, actual] :
         {std::pair{"mean", posterior.mean}, {"log_variance", posterior.log_variance}}) {
      const std::string layer = name;
      const auto expected =
          torch::mv(weights[layer + "_weight"], states) + weights[layer + "_bias"];
      EXPECT_TRUE(torch::allclose(actual[row], expected, 1e-5, 1e-6)) << row << " " << name;
    }
  }
}

/// Rows of one token each are that token, and mixtures have a gradient.
TEST(CodeEncoder, ReadsRelaxedSentences) {
  CodeEncoder encoder = small();
  const Sentences hard = sentences();
  Sentences relaxed;
  relaxed.one_hot = torch::one_hot(hard.tokens, 7).to(torch::kFloat32).requires_grad_();
  relaxed.lengths = hard.lengths;
  const auto mean = encoder.forward(relaxed).mean;
  EXPECT_TRUE(torch::allclose(mean, encoder.forward(hard).mean, 1e-5, 1e-6));
  mean.sum().backward();
  EXPECT_GT(relaxed.one_hot.grad()[1].abs().max().item<float>(), 0.0F);
  EXPECT_EQ(relaxed.one_hot.grad()[0][3].abs().max().item<float>(), 0.0F) << "after the end";
}

TEST(CodeEncoder, DoesNotReadWhatFollowsASentence) {
  CodeEncoder encoder = small();
  const torch::NoGradGuard no_gradient;
  Sentences batch = sentences();
  const Posterior before = encoder.forward(batch);
  batch.tokens[0][3] = 6;
  batch.tokens[2].narrow(0, 1, 3).fill_(5);
  const Posterior after = encoder.forward(batch);
  EXPECT_TRUE(torch::equal(before.mean, after.mean));
  EXPECT_TRUE(torch::equal(before.log_variance, after.log_variance));
}

TEST(CodeEncoder, HasTheGradientOfFiniteDifferences) {
  CodeEncoder encoder = small();
  encoder.to(torch::kFloat64);
  expect_gradient(
      [&](const std::vector<torch::Tensor>&) {
        const Posterior posterior = encoder.forward(sentences());
        return mixed(posterior.mean) + mixed(posterior.log_variance.exp());
      },
      encoder.parameters());
}

TEST(CodeEncoder, BeginsWithTheSameWeightsForTheSameSeed) {
  CodeEncoder one = small(), other = small();
  for (const auto& item : one.named_parameters()) {
    EXPECT_TRUE(torch::equal(item.value(), other.named_parameters()[item.key()])) << item.key();
  }
}

}  // namespace
}  // namespace lingan::code_encoder_test
