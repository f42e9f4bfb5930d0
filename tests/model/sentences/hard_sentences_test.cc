#include <lingan/model/sentences/hard_sentences.h>

#include <gtest/gtest.h>

#include <lingan/model/generators/generator.h>

namespace lingan::hard_sentences_test {
namespace {

TEST(HardSentences, HoldABatchForNetworksAndForTheEngine) {
  const TokenBatch batch = {2, 2, {4, 2, 5, 6}, {2, 2}};
  const HardSentences sentences = hard_sentences(batch);
  EXPECT_FALSE(sentences.is_on_device());
  EXPECT_EQ(sentences.batch.tokens, batch.tokens);
  EXPECT_EQ(to_token_batch(sentences.sentences).tokens, batch.tokens);
  EXPECT_EQ(to_token_batch(sentences.sentences).lengths, batch.lengths);
}

TEST(HardSentences, AreCopiedFromADeviceOnce) {
  const TokenBatch batch = {2, 3, {4, 2, 0, 5, 6, 7}, {2, 3}};
  HardSentences sentences = hard_sentences(batch);
  EXPECT_EQ(&sentences.on_host(), &sentences.batch) << "the host has them";
  sentences.device_tokens = sentences.sentences.tokens.to(torch::kInt32);
  sentences.batch = {};
  const TokenBatch& copied = sentences.on_host();
  EXPECT_EQ(copied.width, 3);
  EXPECT_EQ(copied.tokens, batch.tokens);
  EXPECT_EQ(copied.lengths, batch.lengths);
  sentences.sentences.tokens.zero_();
  EXPECT_EQ(&sentences.on_host(), &copied);
  EXPECT_EQ(copied.tokens, batch.tokens) << "the copy is kept";
}

TEST(HardSentences, GiveRowsInAllForms) {
  TokenBatch batch = {4, 2, {4, 2, 5, 6, 7, 2, 2, 0}, {2, 2, 2, 1}};
  batch.labels = {0, 1, 2, 3};
  const HardSentences rows = rows_of(hard_sentences(batch), 1, 2);
  EXPECT_EQ(rows.batch.rows, 2);
  EXPECT_EQ(rows.batch.tokens, (std::vector<int32_t>{5, 6, 7, 2}));
  EXPECT_EQ(rows.batch.labels, (std::vector<int32_t>{1, 2}));
  const TokenBatch of_tensors = to_token_batch(rows.sentences);
  EXPECT_EQ(of_tensors.tokens, rows.batch.tokens);
  EXPECT_EQ(of_tensors.lengths, rows.batch.lengths);
  EXPECT_EQ(of_tensors.labels, rows.batch.labels);
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
}  // namespace lingan::hard_sentences_test
