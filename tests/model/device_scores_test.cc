// A discriminator's judgement of sentences in a device's memory, against its module.
#include <lingan/model/device_scores.h>
#include <lingan/model/discriminator_scorer.h>

#include "tests/model/device_networks.h"

namespace lingan {
namespace {

constexpr int32_t kLength = 9;
constexpr int64_t kVocabulary = 40, kSentences = 4;
constexpr int32_t kRollouts = 3;

std::shared_ptr<Discriminator> small(const std::string& kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 8;
  options.filter_widths = {1, 2, 5, 9, 20};  // the last is cut to kLength
  options.filter_counts = {10, 33, 70, 6, 5};
  options.representations = kind == "cnn" ? 1 : 4;
  options.dropout = 0.5;
  options.length = kLength;
  return make_discriminator(options, {5, Purpose::kInitialize});
}

int32_t draw_token(uint64_t row, uint32_t position) {
  return 3 + static_cast<int32_t>(RandomStream{11}.below(kVocabulary - 3, row, position));
}

/// Completions of all prefixes, in the order in which a device writes them.
TokenBatch completions() {
  TokenBatch rows = TokenBatch::filled(kSentences * (kLength - 1) * kRollouts, kLength, 0);
  for (int64_t row = 0; row < rows.rows; ++row) {
    const int64_t sentence = row / kRollouts / (kLength - 1);
    const int64_t prefix = row / kRollouts % (kLength - 1) + 1;
    for (int32_t t = 0; t < kLength; ++t) {
      rows.tokens[row * kLength + t] = draw_token(t < prefix ? sentence : 100 + row, t);
    }
    rows.lengths[row] = kLength;
  }
  return rows;
}

torch::Tensor by_module(Discriminator& discriminator, const TokenBatch& rows) {
  const torch::NoGradGuard no_grad;
  discriminator.eval();
  const torch::Tensor logits = discriminator.logits(to_sentences(rows));
  discriminator.train();
  return logits;
}

/// The same in the memory of the device that runs.
class ThereCompletions {
 public:
  explicit ThereCompletions(const TokenBatch& rows)
      : tokens_(there(rows.tokens)), lengths_(there(rows.lengths)) {}
  engine::DeviceCompletions view() const {
    return {0,
            kSentences,
            kLength,
            kRollouts,
            tokens_.const_data_ptr<int32_t>(),
            lengths_.const_data_ptr<int32_t>()};
  }

 private:
  static torch::Tensor there(const std::vector<int32_t>& numbers) {
    return torch::tensor(at::ArrayRef<int32_t>(numbers), torch::kInt32).to(compute_device());
  }
  torch::Tensor tokens_, lengths_;
};

template <class Place>
class DeviceScoresTest : public DeviceNetworksTest<Place> {
 protected:
  /// Of completions on the device, and of the same rows as sentences.
  void expect_the_modules(Discriminator& discriminator) {
    const TokenBatch rows = completions();
    const ThereCompletions there(rows);
    const DiscriminatorScorer scorer(discriminator);
    const torch::Tensor expected = by_module(discriminator, rows);
    const torch::Tensor found = scorer.logits(there.view());
    EXPECT_FALSE(found.requires_grad());
    EXPECT_TRUE(torch::allclose(found, expected, 1e-4, 1e-5));
    const torch::Tensor plain = scorer.logits(to_sentences(rows));
    EXPECT_FALSE(plain.requires_grad());
    EXPECT_TRUE(torch::allclose(plain, expected, 1e-4, 1e-5));
    EXPECT_TRUE(discriminator.is_training());
  }
};
TYPED_TEST_SUITE(DeviceScoresTest, Places, PlaceNames);

TYPED_TEST(DeviceScoresTest, OfWindowFiltersAreTheModules) {
  this->expect_the_modules(*small("cnn"));
}

TYPED_TEST(DeviceScoresTest, OfManyRepresentationsAreTheModules) {
  this->expect_the_modules(*small("multi-representation-cnn"));
}

TYPED_TEST(DeviceScoresTest, ComeFromTheKernelsWhereTheFiltersFit) {
  const auto convolutional = std::dynamic_pointer_cast<ConvolutionalDiscriminator>(small("cnn"));
  EXPECT_TRUE(can_score_on_device(*convolutional, kLength));
  EXPECT_FALSE(can_score_on_device(*convolutional, kLength - 1));
  const auto many =
      std::dynamic_pointer_cast<ConvolutionalDiscriminator>(small("multi-representation-cnn"));
  EXPECT_FALSE(can_score_on_device(*many, kLength));
}

// More rows than are held at once: a block begins inside a sentence.
TYPED_TEST(DeviceScoresTest, OfManyBlocksAreTheModules) {
  const auto discriminator = small("cnn");
  constexpr int32_t kMany = 1500;  // rollouts: 12,000 rows a sentence, 36,000 in all
  const torch::Tensor tokens =
      torch::randint(3, kVocabulary, {3, kLength - 1, kMany, kLength}, torch::dtype(torch::kInt32));
  for (int64_t prefix = 1; prefix < kLength; ++prefix) {  // those of a prefix begin as it does
    tokens.select(1, prefix - 1)
        .narrow(2, 0, prefix)
        .copy_(tokens.select(1, kLength - 2).select(1, 0).narrow(1, 0, prefix).unsqueeze(1));
  }
  const torch::Tensor there = tokens.to(compute_device());
  const torch::Tensor lengths =
      torch::full({tokens.numel() / kLength}, kLength, torch::kInt32).to(compute_device());
  const engine::DeviceCompletions all{
      0, 3, kLength, kMany, there.const_data_ptr<int32_t>(), lengths.const_data_ptr<int32_t>()};
  const torch::Tensor found = DiscriminatorScorer(*discriminator).logits(all);
  Sentences sentences;
  sentences.tokens = there.view({-1, kLength}).to(torch::kInt64);
  const torch::NoGradGuard no_grad;
  discriminator->eval();
  EXPECT_TRUE(torch::allclose(found, discriminator->logits(sentences), 1e-4, 1e-5));
}

}  // namespace
}  // namespace lingan
