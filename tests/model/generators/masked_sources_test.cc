/// A generator whose sources are masked sentences.
#include <gtest/gtest.h>

#include <lingan/model/sentences/holes.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/model/masked_generator.h"

namespace lingan::masked_sources_test {
namespace {

constexpr SpecialTokens kSpecials{};

class MaskedSourcesOf : public ::testing::TestWithParam<std::string> {
 protected:
  engine::Samples sample(int64_t rows) const {
    engine::SampleRequest request;
    request.rows = rows;
    request.length = 4;
    request.stream = {9, Purpose::kSample, 1};
    return rollouts_->sample(request);
  }
  /// ln p of every token by the module itself, [B, T]; 0 where it is known.
  torch::Tensor by_module(const TokenBatch& batch) const {
    const torch::NoGradGuard no_gradient;
    const Sentences s = to_sentences(batch);
    const auto log_p = torch::log_softmax(generator_->forward(s.tokens, s.labels), 2);
    const auto own = log_p.gather(2, s.tokens.unsqueeze(2)).squeeze(2);
    Holes holes(generator_->options().sources, kSpecials.bos);
    return own * holes.open(s.labels, batch.width);
  }

  std::shared_ptr<Generator> generator_ = testing::masked_generator(GetParam());
  std::unique_ptr<engine::Rollouts> rollouts_ = generator_->rollouts(kSpecials);
};
INSTANTIATE_TEST_SUITE_P(Cells, MaskedSourcesOf, ::testing::Values("lstm", "gru", "transformer"),
                         [](const auto& info) { return info.param; });

TEST_P(MaskedSourcesOf, HaveTheirHolesFilledAndNothingElse) {
  const TokenBatch filled = sample(300).tokens;
  const SourceTable& sources = *generator_->options().sources;
  for (int64_t row = 0; row < filled.rows; ++row) {
    const auto source = sources.sentences.row(filled.labels[row]);
    const auto words = filled.row(row);
    ASSERT_EQ(words.size(), source.size());
    for (size_t t = 0; t < words.size(); ++t) {
      if (source[t] == kSpecials.bos) {
        ASSERT_GE(words[t], 3) << "a hole is no end";
      } else {
        ASSERT_EQ(words[t], source[t]);
      }
    }
  }
}

TEST_P(MaskedSourcesOf, TellTheProbabilityOfTheWordsInTheHoles) {
  const engine::Samples samples = sample(30);
  const auto expected = by_module(samples.tokens);
  const auto drawn = torch::tensor(samples.log_probabilities).view({30, 4});
  EXPECT_TRUE(torch::allclose(drawn, expected, 1e-4, 1e-5));
  const auto told = torch::tensor(rollouts_->log_probabilities(samples.tokens)).view({30, 4});
  EXPECT_TRUE(torch::allclose(told, expected, 1e-4, 1e-5));
}

TEST_P(MaskedSourcesOf, LetKnownWordsCostNothing) {
  const TokenBatch batch = sample(30).tokens;
  const Sentences s = to_sentences(batch);
  const auto weights = inside(s.lengths, 4).to(torch::kFloat32);
  const double loss = generator_->cross_entropy(s.tokens, weights, s.labels).item<double>();
  EXPECT_NEAR(loss, -by_module(batch).sum().item<double>(), 1e-3);
  EXPECT_NEAR(generator_->pretraining_loss(s.tokens, weights, s.labels).item<double>(), loss, 1e-5);
}

}  // namespace
}  // namespace lingan::masked_sources_test
