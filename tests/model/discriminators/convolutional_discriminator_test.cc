#include <lingan/model/discriminators/convolutional_discriminator.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::convolutional_discriminator_test {
namespace {

constexpr RandomStream kStream = {7, Purpose::kInitialize, 0};
constexpr int64_t kVocabulary = 19, kLength = 7;

DiscriminatorOptions small(const std::string& kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 8;
  options.filter_widths = {1, 3, 20};
  options.filter_counts = {5, 4, 3};
  options.length = kLength;
  if (kind != "cnn") options.representations = 4;
  return options;
}

std::shared_ptr<Discriminator> make_small(const DiscriminatorOptions& options) {
  auto made = make_discriminator(options, kStream);
  made->eval();
  return made;
}

Sentences whole_sentences() {
  Sentences sentences;
  sentences.tokens = torch::arange(3 * kLength).view({3, kLength}).mul(5).remainder(kVocabulary);
  sentences.lengths = torch::full({3}, kLength, torch::kInt64);
  return sentences;
}

using Weights = torch::OrderedDict<std::string, torch::Tensor>;

/// What the filters find in vectors [N, T, E], by torch's convolution: [N, F].
torch::Tensor found_by_torch(const Weights& weights, const torch::Tensor& vectors) {
  std::vector<torch::Tensor> banks;
  for (const std::string bank : {"0", "1", "2"}) {
    const auto filters = weights["filter_weight_" + bank].transpose(1, 2);
    const auto values =
        torch::conv1d(vectors.transpose(1, 2), filters, weights["filter_bias_" + bank]);
    banks.push_back(torch::relu(values).amax(2));
  }
  return torch::cat(banks, 1);
}

/// Of it a highway layer: the sums of the transform, then those of the gate, or the same for both.
torch::Tensor highway_by_torch(const Weights& weights, const torch::Tensor& result) {
  const auto sums = torch::linear(result, weights["highway_weight"], weights["highway_bias"]);
  const int64_t width = result.size(1);
  const auto gate = torch::sigmoid(sums.narrow(1, sums.size(1) - width, width));
  return gate * torch::relu(sums.narrow(1, 0, width)) + (1 - gate) * result;
}

TEST(ConvolutionalDiscriminator, IsSeqGansNetwork) {
  const torch::NoGradGuard no_gradient;
  for (const char* highway : {"separate", "shared"}) {
    DiscriminatorOptions options = small("cnn");
    options.highway = highway;
    const auto d = make_small(options);
    const auto weights = d->named_parameters();
    const Sentences sentences = whole_sentences();
    const auto vectors = torch::embedding(d->embeddings(), sentences.tokens);
    const auto features = highway_by_torch(weights, found_by_torch(weights, vectors));
    EXPECT_TRUE(torch::allclose(d->features(sentences), features, 1e-5, 1e-6)) << highway;
    const auto logits = torch::linear(features, weights["output_weight"], weights["output_bias"]);
    EXPECT_TRUE(torch::allclose(d->logits(sentences), logits.squeeze(1), 1e-5, 1e-6)) << highway;
  }
}

/// The same filters over every slice of the embedding, and a hidden layer before the output.
TEST(ConvolutionalDiscriminator, IsRelGansNetworkOverEachSlice) {
  const torch::NoGradGuard no_gradient;
  const auto d = make_small(small("multi-representation-cnn"));
  const auto weights = d->named_parameters();
  const Sentences sentences = whole_sentences();
  const auto vectors = torch::embedding(d->embeddings(), sentences.tokens);
  const auto logits = d->logits(sentences);
  torch::Tensor sum;
  for (int64_t slice = 0; slice < 4; ++slice) {
    const auto result = found_by_torch(weights, vectors.narrow(2, 2 * slice, 2));
    const auto features = highway_by_torch(weights, result);
    sum = slice == 0 ? features : sum + features;
    const auto hidden = torch::linear(features, weights["hidden_weight"], weights["hidden_bias"]);
    const auto expected = torch::linear(hidden, weights["output_weight"], weights["output_bias"]);
    EXPECT_TRUE(torch::allclose(logits.select(1, slice), expected.squeeze(1), 1e-5, 1e-6)) << slice;
  }
  EXPECT_TRUE(torch::allclose(d->features(sentences), sum / 4, 1e-5, 1e-6));
}

TEST(ConvolutionalDiscriminator, ScoresEachRepresentationFromItsOwnSliceOfTheEmbedding) {
  const auto d = make_small(small("multi-representation-cnn"));
  Sentences sentences;
  sentences.vectors = torch::sin(torch::arange(kLength * 8)).view({1, kLength, 8});
  const auto before = d->logits(sentences);
  sentences.vectors = sentences.vectors.clone();
  sentences.vectors.select(2, 7).add_(1.0);  // in the last slice of four
  const auto changed = (d->logits(sentences) != before).squeeze(0);
  EXPECT_FALSE(changed.slice(0, 0, 3).any().item<bool>());
  EXPECT_TRUE(changed[3].item<bool>());
}

/// An output of each token is of the windows of which it is the middle: of filters of one and three
/// tokens, of itself and of its neighbours.
TEST(ConvolutionalDiscriminator, JudgesATokenByWhatIsAroundIt) {
  const torch::NoGradGuard no_gradient;
  DiscriminatorOptions options = small("cnn");
  options.filter_widths = {1, 3};
  options.filter_counts = {9, 9};
  options.token_outputs = true;
  const auto d = make_small(options);
  Sentences sentences = whole_sentences();
  const auto before = d->token_logits(sentences);
  ASSERT_EQ(before.sizes(), (at::IntArrayRef{3, kLength}));
  sentences.tokens = sentences.tokens.clone();
  sentences.tokens.select(1, 3).add_(1).remainder_(kVocabulary);
  const auto changed = (d->token_logits(sentences) != before);
  for (const int64_t t : {0, 1, 5, 6}) EXPECT_FALSE(changed.select(1, t).any().item<bool>()) << t;
  for (const int64_t t : {2, 3, 4}) EXPECT_TRUE(changed.select(1, t).any().item<bool>()) << t;
  EXPECT_THROW(make_small(small("cnn"))->token_logits(sentences), UsageError);
}

}  // namespace
}  // namespace lingan::convolutional_discriminator_test
