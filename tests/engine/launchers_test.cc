// Sampling, completing and log-probabilities as a device does it, through every launcher: the
// kernels and the order of their launches are those of liblingan_cuda.so, and must give what the
// CPU's vector code gives.
#include <algorithm>
#include <limits>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>

#include "tests/engine/launchers.h"
#include "tests/engine/small_generator.h"

namespace lingan::engine::launchers_test {
namespace {

/// Sentences of all lengths 0..width over tokens 3..vocabulary-1.
TokenBatch ragged_sentences(int64_t rows, int32_t width, int32_t vocabulary) {
  std::mt19937 random(6);
  TokenBatch batch = TokenBatch::filled(rows, width, 0);
  for (int64_t r = 0; r < rows; ++r) {
    batch.lengths[r] = static_cast<int32_t>(r % (width + 1));
    for (int32_t t = 0; t < batch.lengths[r]; ++t) {
      batch.tokens[r * width + t] =
          std::uniform_int_distribution<int32_t>(3, vocabulary - 1)(random);
    }
  }
  return batch;
}

/// Rounding may move a draw that falls next to the border of two tokens: of a hundred rows one.
int64_t strays(int64_t rows) { return rows / 100; }

void expect_equal(const Samples& expected, const Samples& actual) {
  const int64_t rows = expected.tokens.rows, width = expected.tokens.width;
  int64_t different = 0;
  for (int64_t r = 0; r < rows; ++r) {
    if (expected.tokens.row(r).size() != actual.tokens.row(r).size() ||
        !std::equal(expected.tokens.tokens.begin() + r * width,
                    expected.tokens.tokens.begin() + (r + 1) * width,
                    actual.tokens.tokens.begin() + r * width)) {
      ++different;
      continue;
    }
    for (int64_t t = 0; t < width; ++t) {
      ASSERT_NEAR(expected.log_probabilities[r * width + t],
                  actual.log_probabilities[r * width + t], 1e-4)
          << "row " << r << " token " << t;
    }
  }
  EXPECT_LE(different, strays(rows));
}

template <class Launcher>
class DeviceRolloutsTest : public LauncherTest<Launcher> {
 protected:
  Samples sample(const SmallGenerator& generator, const SampleRequest& request,
                 const SpecialTokens& specials) {
    Samples samples;
    samples.tokens = TokenBatch::filled(request.rows, request.length, specials.filler());
    samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
    this->launcher_.sample(generator.weights(),
                           {.rows = request.rows,
                            .length = request.length,
                            .prompt_size = static_cast<int32_t>(request.prompt.size()),
                            .prompt = request.prompt.data(),
                            .stream = request.stream,
                            .first_row = request.first_row,
                            .options = request.options,
                            .specials = specials,
                            .tokens = samples.tokens.tokens.data(),
                            .lengths = samples.tokens.lengths.data(),
                            .log_probabilities = samples.log_probabilities.data(),
                            .diverged = nullptr});
    return samples;
  }

  std::vector<float> log_probabilities(const SmallGenerator& generator, const TokenBatch& sentences,
                                       const SpecialTokens& specials) {
    std::vector<float> result(sentences.tokens.size(), 0.0f);
    this->launcher_.log_probabilities(generator.weights(), {.rows = sentences.rows,
                                                            .width = sentences.width,
                                                            .bos = specials.bos,
                                                            .tokens = sentences.tokens.data(),
                                                            .lengths = sentences.lengths.data(),
                                                            .log_probabilities = result.data()});
    return result;
  }

  /// All completions in the order of their numbering.
  TokenBatch complete(const SmallGenerator& generator, const TokenBatch& sentences,
                      const RolloutRequest& request, const SpecialTokens& specials) {
    const CompletionNumbering numbering{sentences.width, request.rollouts};
    TokenBatch completions =
        TokenBatch::filled(sentences.rows * numbering.per_sentence(), sentences.width, -7);
    this->launcher_.complete(generator.weights(), {.rows = sentences.rows,
                                                   .width = sentences.width,
                                                   .rollouts = request.rollouts,
                                                   .sentences = sentences.tokens.data(),
                                                   .lengths = sentences.lengths.data(),
                                                   .stream = request.stream,
                                                   .first_row = request.first_row,
                                                   .options = request.options,
                                                   .specials = specials,
                                                   .tokens = completions.tokens.data(),
                                                   .completed_lengths = completions.lengths.data(),
                                                   .diverged = nullptr});
    return completions;
  }

  void expect_the_cpus_log_probabilities(const SmallGenerator& generator) {
    const TokenBatch sentences = ragged_sentences(90, 7, 131);
    const auto expected = generator.rollouts(kSpecials).log_probabilities(sentences);
    const auto actual = log_probabilities(generator, sentences, kSpecials);
    for (size_t i = 0; i < actual.size(); ++i) ASSERT_NEAR(expected[i], actual[i], 1e-4) << i;
  }

  void expect_the_cpus_completions(const SmallGenerator& generator, int32_t top_k,
                                   const SpecialTokens& specials) {
    const TokenBatch sentences = ragged_sentences(9, 8, 90);
    RolloutRequest request;
    request.rollouts = 3;
    request.stream = {7, Purpose::kRollout, 2};
    request.first_row = 40;
    request.options.top_k = top_k;
    TokenBatch expected;
    generator.rollouts(specials).complete(sentences, request, [&](const Completions& chunk) {
      ASSERT_EQ(expected.rows, 0) << "one chunk";
      expected = chunk.tokens;
    });
    const TokenBatch actual = complete(generator, sentences, request, specials);
    ASSERT_EQ(expected.rows, actual.rows);
    int64_t different = 0;
    for (int64_t i = 0; i < actual.rows; ++i) {
      if (!std::ranges::equal(expected.row(i), actual.row(i))) ++different;
      for (int32_t t = actual.lengths[i]; t < actual.width; ++t) {
        ASSERT_EQ(actual.tokens[i * actual.width + t], specials.pad);
      }
    }
    EXPECT_LE(different, strays(actual.rows));
  }
};
TYPED_TEST_SUITE(DeviceRolloutsTest, Launchers, LauncherNames);

TYPED_TEST(DeviceRolloutsTest, SamplesWhatTheCpuSamples) {
  for (const Cell cell : {Cell::kLstm, Cell::kGru}) {
    for (const GeneratorShape& shape :
         {GeneratorShape{50, 7, 9, 1, 1.0f}, GeneratorShape{131, 16, 24, 2, 0.5f},
          GeneratorShape{300, 12, 300, 1, 0.1f}}) {
      const SmallGenerator generator(cell, shape);
      SampleRequest request;
      request.rows = 70;
      request.length = shape.hidden_width < 100 ? 6 : 3;
      request.stream = {11, Purpose::kSample, 3};
      request.first_row = 1000;
      request.prompt = {5, 4};
      request.options.temperature = 0.8;
      expect_equal(generator.rollouts(kSpecials).sample(request),
                   this->sample(generator, request, kSpecials));
    }
  }
}

TYPED_TEST(DeviceRolloutsTest, CutsWhatTheCpuCuts) {
  const SmallGenerator generator(Cell::kLstm, {200, 8, 12, 1});
  for (const SamplingOptions& options :
       {SamplingOptions{.greedy = true}, SamplingOptions{.top_k = 1}, SamplingOptions{.top_k = 7},
        SamplingOptions{.temperature = 2.0, .top_k = 199}, SamplingOptions{.top_k = 5000},
        SamplingOptions{.top_p = 0.5}, SamplingOptions{.temperature = 0.5, .top_p = 0.95},
        SamplingOptions{.top_k = 20, .top_p = 0.7}, SamplingOptions{.top_p = 1e-6}}) {
    SampleRequest request;
    request.rows = 40;
    request.length = 5;
    request.stream = {5, Purpose::kSample, 0};
    request.options = options;
    expect_equal(generator.rollouts(kEndless).sample(request),
                 this->sample(generator, request, kEndless));
  }
}

TYPED_TEST(DeviceRolloutsTest, CutsEqualLogitsByIds) {
  // All weights 0 and a bias of two values: many equal logits, of which the lowest ids stay.
  SmallGenerator generator(Cell::kLstm, {100, 4, 4, 1});
  std::fill(generator.output_weight.begin(), generator.output_weight.end(), 0.0f);
  for (size_t v = 0; v < 100; ++v) generator.output_bias[v] = v % 3 == 0 ? 1.0f : 0.0f;
  for (const SamplingOptions& options :
       {SamplingOptions{.greedy = true}, SamplingOptions{.top_k = 10}, SamplingOptions{.top_k = 50},
        SamplingOptions{.top_p = 0.3}, SamplingOptions{.top_p = 0.9}}) {
    SampleRequest request;
    request.rows = 200;
    request.length = 2;
    request.options = options;
    expect_equal(generator.rollouts(kEndless).sample(request),
                 this->sample(generator, request, kEndless));
  }
}

TYPED_TEST(DeviceRolloutsTest, DrawTokensAsOftenAsTheyAreLikely) {
  const SmallGenerator generator(Cell::kGru, {90, 5, 8, 1});
  SampleRequest request;
  request.rows = TypeParam::kIsQuick ? 50000 : 5000;
  request.stream = {77, Purpose::kSample, 0};
  request.options.temperature = 1.3;
  const Samples samples = this->sample(generator, request, kEndless);
  std::vector<int> counts(90);
  for (int32_t token : samples.tokens.tokens) ++counts.at(static_cast<size_t>(token));
  PlainRecurrence plain(generator);
  plain.feed(kEndless.bos);
  auto probabilities = plain.log_softmax(1.3);
  for (double& p : probabilities) p = std::exp(p);
  const auto [statistic, limit] = chi_squared(counts, probabilities);
  EXPECT_LT(statistic, limit);
}

TYPED_TEST(DeviceRolloutsTest, TellTheLogProbabilitiesThatTheCpuTells) {
  for (const Cell cell : {Cell::kLstm, Cell::kGru}) {
    this->expect_the_cpus_log_probabilities(SmallGenerator(cell, {131, 16, 24, 2, 0.5f}));
  }
}

TYPED_TEST(DeviceRolloutsTest, TellWideLayersLogProbabilitiesAsExactlyAsInFloat32) {
  // All products are positive, so that whatever a long sum loses at each step adds up.
  SmallGenerator generator(Cell::kLstm, {60, 3, 1024, 1});
  for (float& bias : generator.layers[0].input_bias) bias = 10.0f;
  for (float& weight : generator.output_weight) weight = std::abs(weight);
  PlainRecurrence plain(generator);
  plain.feed(kEndless.bos);
  const std::vector<double> expected = plain.log_softmax();
  TokenBatch sentences = TokenBatch::filled(60, 1, 0);
  std::iota(sentences.tokens.begin(), sentences.tokens.end(), 0);
  std::fill(sentences.lengths.begin(), sentences.lengths.end(), 1);
  for (const DeviceProduct product : {DeviceProduct{}, TypeParam::kProduct}) {
    this->launcher_.product = product;
    const auto actual = this->log_probabilities(generator, sentences, kEndless);
    // Logits are about 600.
    for (size_t i = 0; i < actual.size(); ++i) ASSERT_NEAR(expected[i], actual[i], 2e-3) << i;
  }
}

TYPED_TEST(DeviceRolloutsTest, CompletesWhatTheCpuCompletes) {
  const SmallGenerator generator(Cell::kLstm, {90, 8, 16, 2});
  for (const int32_t top_k : {0, 5}) {
    for (const SpecialTokens& specials : {kSpecials, kEndless}) {
      this->expect_the_cpus_completions(generator, top_k, specials);
    }
  }
}

/// Two layers that go through the product; sentences often end early.
SmallGenerator wide_generator(Cell cell) {
  SmallGenerator generator(cell, {131, 16, 260, 2, 0.1f});
  generator.output_bias[kSpecials.eos] = 3.0f;
  return generator;
}

TYPED_TEST(DeviceRolloutsTest, SamplesWideLayersThroughTheProductAsTheCpuDoes) {
  this->launcher_.product = TypeParam::kProduct;
  for (const Cell cell : {Cell::kLstm, Cell::kGru}) {
    const SmallGenerator generator = wide_generator(cell);
    for (const SamplingOptions& options :
         {SamplingOptions{}, SamplingOptions{.greedy = true},
          SamplingOptions{.temperature = 0.8, .top_k = 20, .top_p = 0.9}}) {
      SampleRequest request;
      request.rows = TypeParam::kIsQuick ? 70 : 20;
      request.length = 5;
      request.stream = {11, Purpose::kSample, 3};
      request.options = options;
      expect_equal(generator.rollouts(kSpecials).sample(request),
                   this->sample(generator, request, kSpecials));
    }
  }
}

TYPED_TEST(DeviceRolloutsTest, SamplesMoreLogitsThanFitABlockAsTheCpuDoes) {
  if (!TypeParam::kIsQuick) GTEST_SKIP() << "too many rows for teams of host threads";
  // The table of input products would be too large, too: embeddings are gathered.
  const SmallGenerator generator(Cell::kLstm, {16500, 300, 256, 1, 0.1f});
  SampleRequest request;
  request.rows = 520;
  request.length = 2;
  ASSERT_GT(request.rows * generator.shape.vocabulary * 4, cuda::kLogitBytes);
  ASSERT_GT(generator.shape.vocabulary * 4 * generator.shape.hidden_width * 4,
            cuda::kInputTableBytes);
  this->launcher_.product = TypeParam::kProduct;
  expect_equal(generator.rollouts(kEndless).sample(request),
               this->sample(generator, request, kEndless));
}

TYPED_TEST(DeviceRolloutsTest, TellsAndCompletesWideLayersThroughTheProductAsTheCpuDoes) {
  this->launcher_.product = TypeParam::kProduct;
  for (const Cell cell : {Cell::kLstm, Cell::kGru}) {
    const SmallGenerator generator = wide_generator(cell);
    this->expect_the_cpus_log_probabilities(generator);
    const int32_t top_k = cell == Cell::kLstm ? 0 : 5;
    this->expect_the_cpus_completions(generator, top_k, kSpecials);
  }
}

TYPED_TEST(DeviceRolloutsTest, MultipliesDeepLayersAloneByTheProduct) {
  this->launcher_.product = TypeParam::kProduct;
  const auto depths = [&](const GeneratorShape& shape) {
    host_product_depths().clear();
    this->sample(SmallGenerator(Cell::kGru, shape), {}, kSpecials);
    return host_product_depths();
  };
  EXPECT_EQ(depths({50, 255, 255, 2}), (std::set<int64_t>{}));
  EXPECT_EQ(depths({50, 9, 256, 2}), (std::set<int64_t>{256}));
  EXPECT_EQ(depths({50, 300, 9, 2}), (std::set<int64_t>{300}));
}

TYPED_TEST(DeviceRolloutsTest, SayWhyAProductFailed) {
  this->launcher_.product = [](const ProductJob*) { return "no memory for it"; };
  try {
    this->sample(wide_generator(Cell::kGru), {}, kSpecials);
    FAIL() << "no exception";
  } catch (const IoError& error) {
    EXPECT_STREQ(error.what(), "CUDA: no memory for it");
  }
}

TYPED_TEST(DeviceRolloutsTest, SayThatLogitsDiverged) {
  SmallGenerator generator(Cell::kLstm, {50, 7, 9, 1});
  generator.output_bias[17] = std::numeric_limits<float>::quiet_NaN();
  SampleRequest request;
  EXPECT_THROW(this->sample(generator, request, kSpecials), NumericError);
  request.options.top_k = 3;
  EXPECT_THROW(this->sample(generator, request, kSpecials), NumericError);
}

}  // namespace
}  // namespace lingan::engine::launchers_test
