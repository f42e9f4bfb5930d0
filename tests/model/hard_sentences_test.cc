#include <lingan/model/hard_sentences.h>

#include <gtest/gtest.h>

#include <lingan/model/generator.h>

namespace lingan {
namespace {

TEST(HardSentences, HoldABatchForNetworksAndForTheEngine) {
  const TokenBatch batch = {2, 2, {4, 2, 5, 6}, {2, 2}};
  const HardSentences sentences = hard_sentences(batch);
  EXPECT_FALSE(sentences.is_on_device());
  EXPECT_EQ(sentences.batch.tokens, batch.tokens);
  EXPECT_EQ(to_token_batch(sentences.sentences).tokens, batch.tokens);
  EXPECT_EQ(to_token_batch(sentences.sentences).lengths, batch.lengths);
}

TEST(HardSentences, AreThoseThatRolloutsSampleOnTheHost) {
  GeneratorOptions options;
  options.vocabulary_size = 9;
  options.embedding_width = 3;
  options.hidden_width = 4;
  const auto generator = make_generator(options, {1, Purpose::kInitialize, 0});
  const auto rollouts = generator->rollouts(options.specials);
  engine::SampleRequest request;
  request.rows = 5;
  request.length = 4;
  request.stream = {3, Purpose::kSample, 0};
  const auto diverged = torch::zeros({1}, torch::kInt32);
  const HardSentences sampled = sample_sentences(*rollouts, request, diverged);
  EXPECT_EQ(sampled.batch.tokens, rollouts->sample(request).tokens.tokens);
  EXPECT_EQ(sampled.sentences.rows(), 5);
}

}  // namespace
}  // namespace lingan
