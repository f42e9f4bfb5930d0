#include <lingan/model/layers/source_encoder.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <lingan/base/error.h>

#include "tests/model/sourced_generator.h"

namespace lingan::source_encoder_test {
namespace {

/// torch's own GRU over each source by itself, without what follows it.
torch::Tensor by_torch(torch::nn::Module& network, const torch::Tensor& embeddings,
                       const SourceTable& table, const torch::Tensor& numbers) {
  const auto named = network.named_parameters();
  std::vector<torch::Tensor> weights, last;
  for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
    weights.push_back(named[std::string("source_") + name]);
  }
  for (int64_t i = 0; i < numbers.size(0); ++i) {
    const auto source = table.sentences.row(numbers[i].item<int64_t>());
    const auto tokens = torch::tensor(std::vector<int64_t>(source.begin(), source.end()));
    const auto [outputs, state] =
        torch::gru(torch::embedding(embeddings, tokens.unsqueeze(0)), torch::zeros({1, 1, 8}),
                   weights, true, 1, 0.0, false, false, true);
    last.push_back(state[0][0]);
  }
  return torch::stack(last);
}

torch::Tensor codes(SourceEncoder& encoder, const torch::Tensor& embeddings,
                    const torch::Tensor& numbers) {
  const Sentences sources = encoder.sources(numbers);
  return encoder.codes(to_vectors(sources, embeddings), sources);
}

TEST(SourceEncoder, GivesTheLastStateOfAGruOverEachSource) {
  torch::nn::Module network;
  SourceEncoder encoder(network, {.embedding_width = 4, .width = 8, .bos = 1});
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : network.parameters()) parameter.uniform_(-1, 1);
  const auto table = testing::small_sources();
  encoder.take(table);
  const torch::Tensor embeddings = torch::randn({6, 4});
  const torch::Tensor numbers = torch::tensor({3, 0, 1, 2, 1}, torch::kInt64);
  const torch::Tensor actual = codes(encoder, embeddings, numbers);
  EXPECT_TRUE(torch::allclose(actual, by_torch(network, embeddings, *table, numbers), 1e-5, 1e-6));
  // What follows a source, and how wide the table is, changes nothing.
  auto wider = std::make_shared<SourceTable>(*table);
  wider->sentences = TokenBatch::filled(4, 5, 1);
  for (int64_t row = 0; row < 4; ++row) {
    const auto source = table->sentences.row(row);
    std::copy(source.begin(), source.end(), wider->sentences.tokens.begin() + row * 5);
  }
  wider->sentences.lengths = table->sentences.lengths;
  encoder.take(wider);
  EXPECT_TRUE(torch::allclose(codes(encoder, embeddings, numbers), actual, 1e-6, 1e-7));
}

/// A label is the first word of a source.
TEST(SourceEncoder, ReadsLabelsBeforeSources) {
  torch::nn::Module network;
  SourceEncoder encoder(network, {.embedding_width = 4, .width = 8, .bos = 1, .labels = 2});
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : network.parameters()) parameter.uniform_(-1, 1);
  const auto table = testing::small_sources();
  const torch::Tensor embeddings = torch::randn({6, 4});
  const torch::Tensor numbers = torch::tensor({3, 0, 1, 2}, torch::kInt64);
  encoder.take(table);
  EXPECT_THROW(codes(encoder, embeddings, numbers), UsageError) << "the sources have no labels";
  table->sentences.labels = {0, 1, 1, 0};
  encoder.take(table);
  const torch::Tensor actual = codes(encoder, embeddings, numbers);
  // The same sources, of which the words 6 and 7 stand for labels.
  SourceTable labelled;
  labelled.sentences = TokenBatch::filled(4, 4, 0);
  for (int64_t row = 0; row < 4; ++row) {
    const auto begin = labelled.sentences.tokens.begin() + row * 4;
    *begin = 6 + table->sentences.labels[static_cast<size_t>(row)];
    std::ranges::copy(table->sentences.row(row), begin + 1);
    labelled.sentences.lengths[static_cast<size_t>(row)] =
        1 + table->sentences.lengths[static_cast<size_t>(row)];
  }
  const torch::Tensor words =
      torch::cat({embeddings, network.named_parameters()["source_label_embedding"]});
  EXPECT_TRUE(torch::allclose(actual, by_torch(network, words, labelled, numbers), 1e-5, 1e-6));
}

}  // namespace
}  // namespace lingan::source_encoder_test
