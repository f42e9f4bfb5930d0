// A discriminator's judgement of sentences in a device's memory, against its module.
#include <lingan/model/completion_scorer.h>

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

template <class Place>
class DeviceScoresTest : public DeviceNetworksTest<Place> {};
TYPED_TEST_SUITE(DeviceScoresTest, Places, PlaceNames);

TYPED_TEST(DeviceScoresTest, OfCompletionsOnTheDeviceAreTheModules) {
  const auto discriminator = small("cnn");
  const CompletionScorer scorer(*discriminator);
  ASSERT_TRUE(scorer.scores_on_device(kLength));
  const TokenBatch rows = completions();
  const auto tokens =
      torch::tensor(at::ArrayRef<int32_t>(rows.tokens), torch::kInt32).to(compute_device());
  const engine::DeviceCompletions all{2, kSentences, kLength, kRollouts,
                                      tokens.const_data_ptr<int32_t>()};
  // All prefixes of the first sentence, none of the second one, some of the others.
  const std::vector<int64_t> prefixes = {0, 1, 2, 3, 4, 5, 6, 7, 16, 19, 24, 31};
  const torch::Tensor found = scorer.logits(all, prefixes);
  const auto numbers = torch::tensor(prefixes).to(compute_device());
  const torch::Tensor expected =
      by_module(*discriminator, rows).view({-1, kRollouts}).index_select(0, numbers).flatten();
  EXPECT_TRUE(torch::allclose(found, expected, 1e-4, 1e-5));
  EXPECT_FALSE(found.requires_grad());
  EXPECT_TRUE(discriminator->is_training());
}

TYPED_TEST(DeviceScoresTest, OfSentencesFromTheHostAreTheModules) {
  const auto discriminator = small("cnn");
  const TokenBatch rows = completions();
  EXPECT_TRUE(torch::allclose(CompletionScorer(*discriminator).logits(rows),
                              by_module(*discriminator, rows), 1e-4, 1e-5));
}

TYPED_TEST(DeviceScoresTest, OfManyRepresentationsGoThroughTheModule) {
  const auto discriminator = small("multi-representation-cnn");
  const CompletionScorer scorer(*discriminator);
  EXPECT_FALSE(scorer.scores_on_device(kLength));
  const TokenBatch rows = completions();
  EXPECT_TRUE(torch::allclose(scorer.logits(rows), by_module(*discriminator, rows), 1e-4, 1e-5));
}

}  // namespace
}  // namespace lingan
