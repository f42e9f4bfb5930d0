// A discriminator's judgement of sentences in a device's memory, against its module.
#include <lingan/model/discriminators/device_scorer.h>

#include "tests/model/device_networks.h"

namespace lingan::device_scorer_test {
namespace {

constexpr int32_t kLength = 9;
constexpr int64_t kVocabulary = 40, kSentences = 4;
constexpr int32_t kRollouts = 3;

std::shared_ptr<Discriminator> small(const std::string& kind, int64_t length = kLength) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 8;
  options.filter_widths = {1, 2, 5, 9, 20};  // the last is cut to the length
  options.filter_counts = {10, 33, 70, 6, 5};
  options.representations = kind == "cnn" ? 1 : 4;
  options.dropout = 0.5;
  options.length = length;
  auto discriminator = make_discriminator(options, {5, Purpose::kInitialize});
  discriminator->to(compute_device());
  return discriminator;
}

int32_t draw_token(uint64_t row, uint32_t position) {
  return 3 + static_cast<int32_t>(RandomStream{11}.below(kVocabulary - 3, row, position));
}

constexpr engine::CompletionNumbering kNumbering{kLength, kRollouts};

/// Completions of all prefixes, in the order in which a device writes them.
TokenBatch completions() {
  TokenBatch rows = TokenBatch::filled(kSentences * kNumbering.per_sentence(), kLength, 0);
  for (int64_t row = 0; row < rows.rows; ++row) {
    for (int32_t t = 0; t < kLength; ++t) {
      const bool is_prefix = t < kNumbering.prefix(row);
      rows.tokens[row * kLength + t] =
          draw_token(is_prefix ? kNumbering.sentence(row) : 100 + row, t);
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

/// Sentences of a device as completions.
engine::DeviceCompletions as_completions(const HardSentences& sentences,
                                         int64_t rollouts = kRollouts) {
  const engine::CompletionNumbering numbering{kLength, rollouts};
  return {.sentences = sentences.sentences.rows() / numbering.per_sentence(),
          .numbering = numbering,
          .tokens = sentences.device_tokens.const_data_ptr<int32_t>(),
          .lengths = sentences.device_lengths.const_data_ptr<int32_t>()};
}

template <class Place>
class DeviceScorerTest : public DeviceNetworksTest<Place> {
 protected:
  /// Of completions on the device, and of the same rows as sentences there and on the host.
  void expect_the_modules(Discriminator& discriminator) {
    const TokenBatch rows = completions();
    const HardSentences sentences = on_device(rows);
    const auto scorer = discriminator.scorer();
    const torch::Tensor expected = by_module(discriminator, rows);
    for (const torch::Tensor& actual :
         {scorer->values(as_completions(sentences)), scorer->values(sentences),
          scorer->values(hard_sentences(rows))}) {
      EXPECT_FALSE(actual.requires_grad());
      EXPECT_TRUE(torch::allclose(actual, expected, 1e-4, 1e-5));
    }
    EXPECT_TRUE(discriminator.is_training());
  }
};
TYPED_TEST_SUITE(DeviceScorerTest, Places, PlaceNames);

TYPED_TEST(DeviceScorerTest, MatchTheModuleForWindowFilters) {
  this->expect_the_modules(*small("cnn"));
}

TYPED_TEST(DeviceScorerTest, MatchTheModuleForManyRepresentations) {
  this->expect_the_modules(*small("multi-representation-cnn"));
}

TYPED_TEST(DeviceScorerTest, ValueTheFeaturesOfTheModule) {
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small(kind);
    const TokenBatch rows = completions();
    const HardSentences sentences = on_device(rows);
    const SentenceValue sum = {.by_features = true,
                               .of = [](const torch::Tensor& x) { return x.square().sum(1); }};
    const torch::NoGradGuard no_gradient;
    const auto expected = sum(discriminator->features(to_sentences(rows)));
    for (const torch::Tensor& actual :
         {discriminator->scorer()->values(as_completions(sentences), sum),
          discriminator->scorer()->values(sentences, sum)}) {
      EXPECT_TRUE(torch::allclose(actual, expected, 1e-4, 1e-5));
    }
  }
}

TEST(DeviceScorer, GoesThroughTheKernelsWhereTheFiltersFit) {
  static int jobs;
  jobs = 0;
  engine::cuda::Table counted = engine::cuda::host_table();
  counted.token_window_features = [](const engine::cuda::TokenWindowJob* job) {
    ++jobs;
    return engine::cuda::host::token_window_features(job);
  };
  engine::set_active_cuda(&counted);
  const HardSentences sentences = on_device(completions());
  const auto narrow = small("cnn"), wide = small("cnn", kLength + 1);
  narrow->scorer()->values(as_completions(sentences));
  narrow->scorer()->values(sentences);
  EXPECT_EQ(jobs, 2);
  small("multi-representation-cnn")->scorer()->values(as_completions(sentences));
  EXPECT_THROW(wide->scorer()->values(as_completions(sentences)), UsageError);  // the module's own
  EXPECT_EQ(jobs, 2);
  use_device(Device::kCpu);
}

// More rows than are held at once: a block begins inside a sentence.
TYPED_TEST(DeviceScorerTest, MatchTheModuleForManyBlocks) {
  const auto discriminator = small("cnn");
  constexpr int64_t kMany = 1500;  // rollouts: 12,000 rows a sentence, 36,000 in all
  const torch::Tensor tokens =
      torch::randint(3, kVocabulary, {3, kLength - 1, kMany, kLength}, torch::dtype(torch::kInt32));
  for (int64_t prefix = 1; prefix < kLength; ++prefix) {  // those of a prefix begin as it does
    tokens.select(1, prefix - 1)
        .narrow(2, 0, prefix)
        .copy_(tokens.select(1, kLength - 2).select(1, 0).narrow(1, 0, prefix).unsqueeze(1));
  }
  const int32_t* first = tokens.const_data_ptr<int32_t>();
  const int64_t rows = tokens.numel() / kLength;
  const TokenBatch batch{rows,
                         kLength,
                         {first, first + tokens.numel()},
                         std::vector<int32_t>(static_cast<size_t>(rows), kLength)};
  const HardSentences sentences = on_device(batch);
  const torch::Tensor actual = discriminator->scorer()->values(as_completions(sentences, kMany));
  EXPECT_TRUE(torch::allclose(actual, by_module(*discriminator, batch), 1e-4, 1e-5));
}

}  // namespace
}  // namespace lingan::device_scorer_test
