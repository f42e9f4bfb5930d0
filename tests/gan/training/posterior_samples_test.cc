#include <lingan/gan/training/posterior_samples.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/model/generators/mixture.h>

#include "tests/gan/training/small_run.h"

namespace lingan::posterior_samples_test {
namespace {

GeneratorOptions small_options() {
  GeneratorOptions options;
  options.vocabulary_size = 10;
  options.embedding_width = 4;
  options.hidden_width = 5;
  options.length = 7;
  return options;
}

std::shared_ptr<Generator> drawn(uint32_t number) {
  return make_generator(small_options(), {3, Purpose::kInitialize, number});
}

/// ln p of every sentence.
std::vector<double> sentence_log_probabilities(const engine::Rollouts& rollouts,
                                               const TokenBatch& sentences) {
  const auto of_tokens = rollouts.log_probabilities(sentences);
  std::vector<double> sums(static_cast<size_t>(sentences.rows), 0.0);
  for (size_t i = 0; i < of_tokens.size(); ++i) {
    sums[i / static_cast<size_t>(sentences.width)] += of_tokens[i];
  }
  return sums;
}

TEST(PosteriorSamples, AreTheNewest) {
  PosteriorSamples samples(2);
  EXPECT_TRUE(samples.empty());
  for (const uint32_t number : {0, 1, 2}) samples.take(*drawn(number));
  const TensorFile file = samples.file();
  EXPECT_TRUE(torch::equal(file.tensors.at("sample_1.embedding"), drawn(1)->embeddings()));
  EXPECT_TRUE(torch::equal(file.tensors.at("sample_2.embedding"), drawn(2)->embeddings()));
  EXPECT_FALSE(file.tensors.contains("sample_3.embedding"));
}

TEST(PosteriorSamples, AreNoneWhereNoneAreKept) {
  PosteriorSamples samples(0);
  samples.take(*drawn(0));
  EXPECT_TRUE(samples.empty());
  EXPECT_THROW(generators_of_samples(samples.file(), small_options()), InputError);
}

TEST(PosteriorSamples, TellHeldOutSentencesByTheirMixture) {
  PosteriorSamples samples(3);
  const TokenBatch held_out = testing::counting_sentences(16, 3);
  std::vector<std::vector<double>> own;
  double tokens = 0;
  for (const int32_t length : held_out.lengths) tokens += length;
  std::vector<double> nll;
  for (const uint32_t number : {0, 1, 2}) {
    samples.take(*drawn(number));
    own.push_back(sentence_log_probabilities(*drawn(number)->rollouts(SpecialTokens{}), held_out));
    double sum = 0;
    for (const double of_sentence : own.back()) sum -= of_sentence;
    nll.push_back(sum / tokens);
  }
  double mixture = 0;
  for (size_t row = 0; row < own[0].size(); ++row) {
    const double mean = (std::exp(own[0][row]) + std::exp(own[1][row]) + std::exp(own[2][row])) / 3;
    mixture -= std::log(mean) / tokens;
  }
  const double mean = (nll[0] + nll[1] + nll[2]) / 3;
  const double deviation = std::sqrt(
      (std::pow(nll[0] - mean, 2) + std::pow(nll[1] - mean, 2) + std::pow(nll[2] - mean, 2)) / 2);
  const auto figures = samples.figures(*drawn(0), held_out, SpecialTokens{});
  EXPECT_NEAR(figures.at("nll-posterior"), mixture, 1e-5);
  EXPECT_NEAR(figures.at("nll-posterior-deviation"), deviation, 1e-5);
  EXPECT_LT(mixture, mean);
}

TEST(PosteriorSamples, ContinueFromACheckpoint) {
  PosteriorSamples samples(2), resumed(2);
  for (const uint32_t number : {0, 1}) samples.take(*drawn(number));
  TensorFile checkpoint;
  samples.save(checkpoint);
  resumed.restore(checkpoint);
  for (PosteriorSamples* both : {&samples, &resumed}) both->take(*drawn(2));
  EXPECT_TRUE(testing::same_bytes(samples.file(), resumed.file()));
}

TEST(PosteriorSamples, DrawSentencesFromEach) {
  PosteriorSamples samples(2);
  for (const uint32_t number : {0, 1}) samples.take(*drawn(number));
  const auto generators = generators_of_samples(samples.file(), small_options());
  const auto mixture = mixture_rollouts(generators, SpecialTokens{});
  engine::SampleRequest request;
  request.rows = 400;
  request.length = 7;
  const TokenBatch sentences = mixture->sample(request).tokens;
  const auto of_first = std::count(sentences.labels.begin(), sentences.labels.end(), 0);
  EXPECT_NEAR(static_cast<double>(of_first), 200.0, 40.0);  // four deviations
}

}  // namespace
}  // namespace lingan::posterior_samples_test
