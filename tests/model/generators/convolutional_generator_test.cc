#include <lingan/model/generators/convolutional_generator.h>

#include <torch/nn/modules/conv.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan::convolutional_generator_test {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kLength = 6, kWidth = 4, kLatent = 3, kVocabulary = 9;

GeneratorOptions small() {
  GeneratorOptions options;
  options.cell = "convolutional";
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 5;
  options.hidden_width = kWidth;
  options.layers = 2;
  options.latent_width = kLatent;
  options.length = kLength;
  options.initial_range = 0.7;
  options.own.get<ConvolutionalOptions>().filter_width = 3;
  return options;
}

std::shared_ptr<Generator> make_small(const GeneratorOptions& options = small()) {
  return make_generator(options, {7, Purpose::kInitialize, 0});
}

/// What the output layer is given, [B, T, H], whatever is fed.
torch::Tensor unroll(Generator& generator, const torch::Tensor& codes, double fed) {
  auto state = generator.initial_state(codes);
  std::vector<torch::Tensor> all;
  for (int64_t t = 0; t < kLength; ++t) {
    all.push_back(generator.advance(torch::full({codes.size(0), 5}, fed), state));
  }
  return torch::stack(all, 1);
}

/// Torch's own convolutions, as in the published program: 0.3 of each block is added.
torch::Tensor by_torch(const Generator& generator, const torch::Tensor& codes) {
  const auto weights = generator.named_parameters();
  const auto convolution = [&](const std::string& name, const torch::Tensor& x) {
    torch::nn::Conv1d layer(torch::nn::Conv1dOptions(kWidth, kWidth, 3).padding(1));
    layer->weight = weights[name + "_weight"];
    layer->bias = weights[name + "_bias"];
    return layer->forward(torch::relu(x));
  };
  // Row t * H + h of the weight is channel h of position t.
  auto x = codes.matmul(weights["latent_weight"].t())
               .view({-1, kLength, kWidth})
               .transpose(1, 2)
               .contiguous();
  for (const std::string block : {"block_0", "block_1"}) {
    x = x + 0.3 * convolution(block + "_second", convolution(block + "_first", x));
  }
  return x.transpose(1, 2);
}

engine::SampleRequest request(int64_t rows) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = kLength;
  request.stream = {9, Purpose::kSample, 1};
  return request;
}

TEST(ConvolutionalGenerator, EqualsTorchConvolutions) {
  const auto generator = make_small();
  const auto codes = torch::randn({4, kLatent});
  const auto actual = unroll(*generator, codes, 0.0);
  EXPECT_TRUE(torch::allclose(actual, by_torch(*generator, codes), 1e-5, 1e-5));
  EXPECT_TRUE(torch::equal(actual, unroll(*generator, codes, 1.0)));
}

TEST(ConvolutionalGenerator, GivesEveryParameterAGradientButTheEmbeddings) {
  const auto generator = make_small();
  torch::log_softmax(generator->logits(unroll(*generator, torch::randn({4, kLatent}), 0.0)), 2)
      .select(2, 5)
      .sum()
      .backward();
  for (const auto& item : generator->named_parameters()) {
    const auto gradient = item.value().grad();
    EXPECT_EQ(gradient.defined() && gradient.abs().max().item<float>() > 0,
              item.key() != "embedding")
        << item.key();
  }
}

/// Each position's tokens are drawn from its own softmax: counts over many sentences against the
/// mean over their codes.
TEST(ConvolutionalGenerator, DrawsEachPositionFromItsSoftmax) {
  GeneratorOptions options = small();
  options.specials = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};
  const auto generator = make_small(options);
  constexpr int64_t kRows = 20000;
  const auto samples = generator->rollouts(options.specials)->sample(request(kRows)).tokens;
  const torch::NoGradGuard no_gradient;
  const auto codes = latent_codes(request(kRows).stream, 0, kRows, kLatent);
  const auto expected =
      torch::softmax(generator->logits(unroll(*generator, codes, 0.0)), 2).mean(0);  // [T, V]
  auto counts = torch::zeros({kLength, kVocabulary});
  for (int64_t row = 0; row < kRows; ++row) {
    for (int64_t t = 0; t < kLength; ++t) counts[t][samples.row(row)[t]] += 1;
  }
  EXPECT_LT((counts / kRows - expected).abs().max().item<double>(), 5 * 0.5 / std::sqrt(kRows));
  EXPECT_GT((expected[0] - expected[1]).abs().max().item<double>(), 0.02);
}

TEST(ConvolutionalGenerator, HasNoLikelihoodAndSaysSo) {
  const auto generator = make_small();
  const auto rollouts = generator->rollouts({});
  EXPECT_FALSE(generator->has_likelihood());
  EXPECT_FALSE(rollouts->has_likelihood());
  const TokenBatch sentences = rollouts->sample(request(2)).tokens;
  EXPECT_THROW(rollouts->log_probabilities(sentences), UsageError);
  EXPECT_THROW(
      generator->pretraining_loss(torch::zeros({1, 2}, torch::kInt64), torch::ones({1, 2})),
      UsageError);
  engine::SampleRequest prompted = request(2);
  prompted.prompt = {4};
  try {
    rollouts->sample(prompted);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("writes all tokens at once"));
  }
}

TEST(ConvolutionalGenerator, WantsALatentCode) {
  GeneratorOptions options = small();
  options.latent_width = 0;
  EXPECT_THROW(make_small(options), UsageError);
}

}  // namespace
}  // namespace lingan::convolutional_generator_test
