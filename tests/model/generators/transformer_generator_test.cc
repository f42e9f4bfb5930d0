#include <lingan/model/generators/transformer_generator.h>

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>

namespace lingan::transformer_generator_test {
namespace {

constexpr int64_t kWidth = 8, kLayers = 2, kHeads = 2, kLength = 5;

GeneratorOptions small() {
  GeneratorOptions options;
  options.cell = "transformer";
  options.vocabulary_size = 11;
  options.embedding_width = 3;
  options.hidden_width = kWidth;
  options.layers = kLayers;
  options.length = kLength;
  options.initial_range = 0.5;
  options.own.get<TransformerOptions>() = {.heads = kHeads, .feed_forward_width = 12};
  return options;
}

std::shared_ptr<Generator> make_small() {
  auto generator = make_generator(small(), {7, Purpose::kInitialize, 0});
  const torch::NoGradGuard no_gradient;
  for (auto& item : generator->named_parameters()) {  // so that no gain is 1, and no bias 0
    if (item.key().find("norm") != std::string::npos) item.value().add_(0.3);
  }
  generator->eval();
  return generator;
}

/// Torch's own layers with a generator's weights.
class TorchTransformer {
 public:
  explicit TorchTransformer(const Generator& generator) : weights_(generator.named_parameters()) {}

  /// @param words  [B, T, E].  @return [B, T, H].
  torch::Tensor hidden(const torch::Tensor& words) const {
    torch::Tensor x = linear("input")(words) + positions(words.size(1));
    for (int64_t i = 0; i < kLayers; ++i) {
      const std::string layer = "_l" + std::to_string(i);
      const torch::Tensor first = norm("attention_norm" + layer)(x).transpose(0, 1);
      const double infinity = std::numeric_limits<double>::infinity();
      const auto mask = torch::full({x.size(1), x.size(1)}, -infinity).triu(1);  // is added
      const auto attended = attention(layer)->forward(first, first, first, {}, false, mask);
      x = x + std::get<0>(attended).transpose(0, 1);
      const torch::Tensor second = norm("network_norm" + layer)(x);
      x = x +
          linear("network_output" + layer)(torch::gelu(linear("network_input" + layer)(second)));
    }
    return norm("norm")(x);
  }

 private:
  torch::nn::Linear linear(const std::string& name) const {
    const torch::Tensor weight = weights_[name + "_weight"];
    torch::nn::Linear layer(weight.size(1), weight.size(0));
    layer->weight = weight;
    layer->bias = weights_[name + "_bias"];
    return layer;
  }

  torch::nn::LayerNorm norm(const std::string& name) const {
    torch::nn::LayerNorm layer(torch::nn::LayerNormOptions({kWidth}));
    layer->weight = weights_[name + "_weight"];
    layer->bias = weights_[name + "_bias"];
    return layer;
  }

  torch::nn::MultiheadAttention attention(const std::string& layer) const {
    torch::nn::MultiheadAttention module(kWidth, kHeads);
    module->in_proj_weight = weights_["attention" + layer + "_weight"];
    module->in_proj_bias = weights_["attention" + layer + "_bias"];
    module->out_proj->weight = weights_["attention_output" + layer + "_weight"];
    module->out_proj->bias = weights_["attention_output" + layer + "_bias"];
    return module;
  }

  /// The paper's waves, number by number; the sines stand before the cosines here.
  static torch::Tensor positions(int64_t length) {
    torch::Tensor table = torch::empty({length, kWidth});
    for (int64_t t = 0; t < length; ++t) {
      for (int64_t i = 0; i < kWidth / 2; ++i) {
        const double angle = static_cast<double>(t) / std::pow(10000.0, 2.0 * i / kWidth);
        table[t][i] = std::sin(angle);
        table[t][kWidth / 2 + i] = std::cos(angle);
      }
    }
    return table;
  }

  torch::OrderedDict<std::string, torch::Tensor> weights_;
};

torch::Tensor some_tokens(int64_t rows, int64_t width) {
  return torch::arange(rows * width).view({rows, width}).mul(5).remainder(8) + 3;
}

/// What forward() reads: bos, then all tokens but the last.
torch::Tensor words_of(const Generator& generator, const torch::Tensor& tokens) {
  const auto bos = torch::full({tokens.size(0), 1}, generator.options().specials.bos);
  return torch::embedding(generator.embeddings(),
                          torch::cat({bos, tokens.slice(1, 0, -1)}, 1).to(torch::kInt64));
}

torch::Tensor step_by_step(Generator& generator, const torch::Tensor& words) {
  auto state = generator.initial_state(words.size(0));
  std::vector<torch::Tensor> all;
  for (int64_t t = 0; t < words.size(1); ++t) {
    all.push_back(generator.advance(words.select(1, t), state));
  }
  return torch::stack(all, 1);
}

TEST(TransformerGenerator, EqualsTorchAttention) {
  const auto generator = make_small();
  const auto tokens = some_tokens(3, kLength);
  const auto expected = TorchTransformer(*generator).hidden(words_of(*generator, tokens));
  EXPECT_TRUE(torch::allclose(generator->hidden(tokens), expected, 1e-5, 1e-5));
}

TEST(TransformerGenerator, StepsTheSameWithAGradientAndInPlace) {
  const auto generator = make_small();
  const auto tokens = some_tokens(3, kLength);
  const auto words = words_of(*generator, tokens);
  const auto expected = generator->hidden(tokens);
  EXPECT_TRUE(torch::allclose(step_by_step(*generator, words), expected, 1e-5, 1e-5));
  const torch::NoGradGuard no_gradient;
  EXPECT_TRUE(torch::allclose(step_by_step(*generator, words), expected, 1e-5, 1e-5));
}

TEST(TransformerGenerator, HasTheGradientOfTheWholeSentenceStepByStep) {
  const auto generator = make_small();
  const auto tokens = some_tokens(2, kLength);
  const auto gradients_of = [&](const auto& hidden) {
    generator->zero_grad();
    const auto slopes = torch::cos(torch::arange(2 * kLength * kWidth, torch::kFloat32));
    (hidden() * slopes.view({2, kLength, kWidth})).sum().backward();
    std::vector<torch::Tensor> all;
    for (const auto& item : generator->named_parameters()) {
      if (item.value().grad().defined()) all.push_back(item.value().grad().flatten().clone());
    }
    return torch::cat(all);
  };
  const auto whole = gradients_of([&] { return generator->hidden(tokens); });
  const auto stepped =
      gradients_of([&] { return step_by_step(*generator, words_of(*generator, tokens)); });
  EXPECT_GT(whole.abs().max().item<float>(), 0.1F);
  EXPECT_TRUE(torch::allclose(whole, stepped, 1e-4, 1e-4));
}

/// A sentence that is longer than any of the text sees its last T tokens.
TEST(TransformerGenerator, SeesNoMoreTokensThanTheLongestSentenceHas) {
  const auto generator = make_small();
  const auto tokens = some_tokens(2, 3 * kLength);
  const auto words = words_of(*generator, tokens);
  EXPECT_TRUE(
      torch::allclose(step_by_step(*generator, words), generator->hidden(tokens), 1e-5, 1e-5));
  GeneratorOptions wider = small();
  wider.length = 3 * kLength;
  const auto all = make_generator(wider, {7, Purpose::kInitialize, 0});
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < all->parameters().size(); ++i) {
    all->parameters()[i].copy_(generator->parameters()[i]);
  }
  const auto difference = (all->hidden(tokens) - generator->hidden(tokens)).abs();
  EXPECT_LT(difference.slice(1, 0, kLength).max().item<float>(), 1e-5F);
  EXPECT_GT(difference.slice(1, kLength).min().item<float>(), 0.0F);
}

TEST(TransformerGenerator, WantsAWidthThatHeadsDivide) {
  GeneratorOptions options = small();
  options.hidden_width = 9;
  EXPECT_THROW(make_generator(options, {7, Purpose::kInitialize, 0}), UsageError);
}

}  // namespace
}  // namespace lingan::transformer_generator_test
