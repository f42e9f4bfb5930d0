#include <lingan/model/discriminators/recurrent_discriminator.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <torch/nn/modules/rnn.h>

#include <lingan/model/discriminators/discriminator.h>

namespace lingan::recurrent_discriminator_test {
namespace {

constexpr int64_t kWidth = 4, kHidden = 5;

DiscriminatorOptions small(const std::string& cell, bool bidirectional) {
  DiscriminatorOptions options;
  options.kind = "recurrent";
  options.vocabulary_size = 9;
  options.embedding_width = kWidth;
  options.length = 6;
  options.own.get<RecurrentDiscriminatorOptions>() = {cell,          kHidden, 2,
                                                      bidirectional, 6,       "sentences"};
  return options;
}

/// torch's own module with the weights of D.
template <class Module>
torch::Tensor by_torch(Module module, const Discriminator& d, const torch::Tensor& vectors) {
  const torch::NoGradGuard no_gradient;
  const auto weights = d.named_parameters();
  for (auto& item : module->named_parameters()) {
    std::string name = item.key();  // weight_ih_l0, or weight_ih_l0_reverse
    const size_t reverse = name.find("_reverse");
    const bool backward = reverse != std::string::npos;
    if (backward) name.resize(reverse);
    item.value().copy_(weights[(backward ? "backward_" : "forward_") + name]);
  }
  return std::get<0>(module->forward(vectors));
}

/// One layer in both directions is torch's; with more, torch joins the directions between layers.
TEST(RecurrentDiscriminator, HasTheMaximumAndMeanOfTorchOutputs) {
  for (const std::string cell : {"lstm", "gru"}) {
    for (const bool bidirectional : {false, true}) {
      DiscriminatorOptions options = small(cell, bidirectional);
      options.own.get<RecurrentDiscriminatorOptions>().layers = bidirectional ? 1 : 2;
      const auto d = make_discriminator(options, {7, Purpose::kInitialize, 0});
      d->eval();
      // One sentence of 6 tokens and one of 3, which is read alone.
      Sentences both;
      both.tokens = torch::tensor({{2, 3, 4, 5, 6, 7}, {8, 3, 2, 0, 0, 0}}, torch::kInt64);
      both.lengths = torch::tensor({6, 3}, torch::kInt64);
      const auto actual = d->features(both);
      for (const int64_t row : {0, 1}) {
        const int64_t length = row == 0 ? 6 : 3;
        const auto vectors =
            torch::embedding(d->embeddings(), both.tokens[row].narrow(0, 0, length)).unsqueeze(0);
        const int64_t layers = bidirectional ? 1 : 2;
        const auto outputs = cell == "lstm"
                                 ? by_torch(torch::nn::LSTM(torch::nn::LSTMOptions(kWidth, kHidden)
                                                                .num_layers(layers)
                                                                .batch_first(true)
                                                                .bidirectional(bidirectional)),
                                            *d, vectors)
                                 : by_torch(torch::nn::GRU(torch::nn::GRUOptions(kWidth, kHidden)
                                                               .num_layers(layers)
                                                               .batch_first(true)
                                                               .bidirectional(bidirectional)),
                                            *d, vectors);
        const auto expected = torch::cat({outputs.amax(1), outputs.mean(1)}, 1)[0];
        EXPECT_TRUE(torch::allclose(actual[row], expected, 1e-5, 1e-6)) << cell << row;
      }
    }
  }
}

/// As torch's LSTM and two linear layers written out.
TEST(RecurrentDiscriminator, JudgesEachTokenByTheSentenceUpToIt) {
  DiscriminatorOptions options = small("lstm", false);
  auto& own = options.own.get<RecurrentDiscriminatorOptions>();
  own.judges = "tokens";
  own.layers = 1;
  const auto d = make_discriminator(options, {7, Purpose::kInitialize, 0});
  d->eval();
  Sentences one;
  one.tokens = torch::tensor({{2, 3, 4, 5, 6, 7}}, torch::kInt64);
  const auto states =
      by_torch(torch::nn::LSTM(torch::nn::LSTMOptions(kWidth, kHidden).batch_first(true)), *d,
               torch::embedding(d->embeddings(), one.tokens));
  const auto weights = d->named_parameters();
  const auto hidden =
      torch::relu(torch::linear(states, weights["hidden_weight"], weights["hidden_bias"]));
  const auto expected =
      torch::linear(hidden, weights["output_weight"], weights["output_bias"]).squeeze(2);
  const auto actual = d->logits(one);
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-5, 1e-6));
  one.tokens[0][4] = 8;
  const auto changed = d->logits(one);
  EXPECT_TRUE(torch::equal(changed.narrow(1, 0, 4), actual.narrow(1, 0, 4)));
  EXPECT_FALSE(torch::equal(changed[0][5], actual[0][5]));
}

}  // namespace
}  // namespace lingan::recurrent_discriminator_test
