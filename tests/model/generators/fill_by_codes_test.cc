#include <lingan/model/generators/fill_by_codes.h>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include <lingan/base/error.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

constexpr RandomStream kStream = {7, Purpose::kEvaluate, 0};

/// A generator of the words 3 and 4 with a code of one dimension, and an encoder.
struct Networks {
  std::shared_ptr<Generator> generator;
  std::shared_ptr<CodeEncoder> encoder;

  explicit Networks(int64_t latent_width = 1) {
    GeneratorOptions options;
    options.vocabulary_size = 5;
    options.embedding_width = 4;
    options.hidden_width = 8;
    options.latent_width = latent_width;
    options.initial_range = 0.8;
    generator = make_generator(options, {3, Purpose::kInitialize, 0});
    generator->eval();
    encoder = std::make_shared<CodeEncoder>(options, 8, RandomStream{3, Purpose::kInitialize, 1});
  }
};

/// Copies of one sentence.  @param missing  of each token.
IncompleteSentences copies(int64_t rows, std::vector<int64_t> tokens,
                           std::vector<int64_t> missing) {
  const auto width = static_cast<int64_t>(tokens.size());
  IncompleteSentences result;
  result.sentences.tokens = torch::tensor(tokens).expand({rows, width}).contiguous();
  result.sentences.lengths = torch::full({rows}, width, torch::kInt64);
  result.missing = torch::tensor(missing).to(torch::kBool).expand({rows, width});
  return result;
}

double share(const torch::Tensor& tokens, int64_t position, int64_t word) {
  return (tokens.select(1, position) == word).to(torch::kFloat64).mean().item<double>();
}

/// Of an encoder that tells nothing the codes are of the prior, an integral over which is a sum.
TEST(FillByCodes, DrawsWordsFromTheSoftmaxOfTheirCodes) {
  Networks networks;
  const torch::NoGradGuard no_gradient;
  for (auto& item : networks.encoder->named_parameters()) {
    if (item.key().starts_with("mean") || item.key().starts_with("log_variance")) {
      item.value().zero_();
    }
  }
  const auto result = fill_by_codes(*networks.generator, *networks.encoder,
                                    copies(20000, {3, 0, 4, 2}, {0, 1, 0, 0}), 2, kStream);
  const auto grid = torch::linspace(-6, 6, 601).unsqueeze(1);
  auto state = networks.generator->initial_state(grid);
  networks.generator->step(networks.generator->first_input(601, {}), state);
  const auto words = torch::full({601}, 3, torch::kInt64);
  auto logits =
      networks.generator->step(torch::embedding(networks.generator->embeddings(), words), state);
  logits.select(1, 2).fill_(-1e9);  // the end is known to be later
  const auto density =
      (torch::exp(-grid.square() / 2) / std::sqrt(2 * std::numbers::pi)).squeeze(1) * 12.0 / 600;
  const auto expected = (torch::softmax(logits, 1) * density.unsqueeze(1)).sum(0);
  EXPECT_NEAR(share(result.tokens, 1, 3), expected[3].item<double>(), 0.015);
  EXPECT_NEAR(share(result.tokens, 1, 4), expected[4].item<double>(), 0.015);
  EXPECT_EQ(share(result.tokens, 1, 2), 0.0);
  EXPECT_EQ(share(result.tokens, 0, 3) + share(result.tokens, 2, 4) + share(result.tokens, 3, 2),
            3.0);
}

/// Trains a variational auto-encoder of "3 3 3" and "4 4 4".
void train(Networks& networks) {
  Sentences text = copies(32, {3, 3, 3, 2}, {0, 0, 0, 0}).sentences;
  text.tokens.narrow(0, 0, 16).narrow(1, 0, 3).fill_(4);
  std::vector<torch::Tensor> weights = networks.generator->parameters();
  for (const auto& weight : networks.encoder->parameters()) weights.push_back(weight);
  torch::optim::AdamW optimizer(weights, torch::optim::AdamWOptions(0.02));
  for (uint32_t step = 0; step < 300; ++step) {
    const Posterior posterior = networks.encoder->forward(text);
    text.latent = posterior.codes(latent_codes({9, Purpose::kNoise, step}, 0, 32, 1));
    const auto loss =
        networks.generator->cross_entropy_of(networks.generator->hidden_of_codes(text), text.tokens,
                                             torch::ones({32, 4})) +
        0.1 * posterior.divergence().sum();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
  }
}

/// What stands after a missing word tells it by the code alone: at first it is drawn without.
TEST(FillByCodes, FitsWordsToWhatComesAfterThem) {
  Networks networks;
  train(networks);
  const auto at = [&](int64_t steps, int64_t word) {
    const auto given = copies(400, {0, 0, word, 2}, {1, 1, 0, 0});
    const auto tokens =
        fill_by_codes(*networks.generator, *networks.encoder, given, steps, kStream).tokens;
    return share(tokens, 0, word);
  };
  for (const int64_t word : {3, 4}) {
    EXPECT_NEAR(at(0, word), 0.5, 0.2) << word;
    EXPECT_GT(at(20, word), 0.9) << word;
  }
}

TEST(FillByCodes, DependsOnTheStreamAndTheRowAlone) {
  Networks networks;
  const auto of = [&](int64_t rows) {
    return fill_by_codes(*networks.generator, *networks.encoder,
                         copies(rows, {3, 0, 0, 2}, {0, 1, 1, 0}), 3, kStream);
  };
  EXPECT_TRUE(torch::equal(of(20).tokens.narrow(0, 0, 5), of(5).tokens));
}

TEST(FillByCodes, NeedsACode) {
  Networks networks(0);
  EXPECT_THROW(
      fill_by_codes(*networks.generator, *networks.encoder, copies(1, {0}, {1}), 1, kStream),
      UsageError);
}

}  // namespace
}  // namespace lingan
