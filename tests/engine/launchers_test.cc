// Sampling, completing and scoring as a device does it, through every launcher: the kernels and the
// order of their launches are those of liblingan_cuda.so, and must give what the CPU's vector code
// gives.
#include <limits>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/rollout.h>

#include "tests/engine/launchers.h"
#include "tests/engine/small_generator.h"

namespace lingan::engine {
namespace {

/// A generator's weights as the table takes them.
struct WeightsView {
  std::vector<const float*> layers;
  cuda::NetworkWeights view;

  explicit WeightsView(const SmallGenerator& g) {
    for (const auto& l : g.layers) {
      layers.insert(layers.end(), {l.input_weight.data(), l.recurrent_weight.data(),
                                   l.input_bias.data(), l.recurrent_bias.data()});
    }
    view = {g.cell == Cell::kLstm ? 4 : 3,
            static_cast<int32_t>(g.layers.size()),
            g.shape.vocabulary,
            g.shape.embedding_width,
            g.shape.hidden_width,
            g.embeddings.data(),
            layers.data(),
            g.output_weight.data(),
            g.output_bias.data()};
  }
};

cuda::DrawOptions draw_options(const SamplingOptions& options) {
  return {options.temperature, options.top_p, options.top_k, options.greedy ? 1 : 0};
}
cuda::SpecialIds special_ids(const SpecialTokens& specials) {
  return {std::max(specials.pad, 0), specials.bos, specials.eos};
}

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

void expect_equal(const Samples& expected, const Samples& found) {
  const int64_t rows = expected.tokens.rows, width = expected.tokens.width;
  const int64_t state_width = static_cast<int64_t>(expected.states.size()) / (rows * width);
  ASSERT_EQ(expected.states.size(), found.states.size());
  int64_t different = 0;
  for (int64_t r = 0; r < rows; ++r) {
    if (expected.tokens.row(r).size() != found.tokens.row(r).size() ||
        !std::equal(expected.tokens.tokens.begin() + r * width,
                    expected.tokens.tokens.begin() + (r + 1) * width,
                    found.tokens.tokens.begin() + r * width)) {
      ++different;
      continue;
    }
    for (int64_t t = 0; t < width; ++t) {
      ASSERT_NEAR(expected.log_probabilities[r * width + t], found.log_probabilities[r * width + t],
                  1e-4)
          << "row " << r << " token " << t;
      for (int64_t k = 0; k < state_width; ++k) {
        const int64_t at = (t * rows + r) * state_width + k;
        ASSERT_NEAR(expected.states[at], found.states[at], 3e-5) << "state " << at;
      }
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
    samples.tokens = TokenBatch::filled(request.rows, request.length, std::max(specials.pad, 0));
    samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
    if (request.keep_states) {
      samples.states.resize(samples.tokens.tokens.size() * generator.state_width());
    }
    this->launcher_.sample(
        WeightsView(generator).view,
        {request.rows, request.length, static_cast<int32_t>(request.prompt.size()),
         request.prompt.data(), request.stream, request.first_row, draw_options(request.options),
         special_ids(specials), samples.tokens.tokens.data(), samples.tokens.lengths.data(),
         samples.log_probabilities.data(), request.keep_states ? samples.states.data() : nullptr,
         nullptr});
    return samples;
  }

  /// All completions, ordered by sentence, prefix and rollout.
  TokenBatch complete(const SmallGenerator& generator, const TokenBatch& sentences,
                      const RolloutRequest& request, const SpecialTokens& specials) {
    TokenBatch found = TokenBatch::filled(sentences.rows * (sentences.width - 1) * request.rollouts,
                                          sentences.width, -7);
    this->launcher_.complete(
        WeightsView(generator).view,
        {sentences.rows, sentences.width, request.rollouts, sentences.tokens.data(),
         sentences.lengths.data(), request.stream, request.first_row, draw_options(request.options),
         special_ids(specials), found.tokens.data(), found.lengths.data(), nullptr});
    return found;
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
      request.keep_states = true;
      request.options.temperature = 0.8;
      expect_equal(RolloutEngine(*generator.stepper(), kSpecials).sample(request),
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
    expect_equal(RolloutEngine(*generator.stepper(), kEndless).sample(request),
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
    expect_equal(RolloutEngine(*generator.stepper(), kEndless).sample(request),
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

TYPED_TEST(DeviceRolloutsTest, ScoresWhatTheCpuScores) {
  for (const Cell cell : {Cell::kLstm, Cell::kGru}) {
    const SmallGenerator generator(cell, {131, 16, 24, 2, 0.5f});
    const TokenBatch sentences = ragged_sentences(90, 7, 131);
    const auto expected = RolloutEngine(*generator.stepper(), kSpecials).score(sentences);
    std::vector<float> found(expected.size(), 0.0f);
    this->launcher_.score(WeightsView(generator).view,
                          {sentences.rows, sentences.width, kSpecials.bos, sentences.tokens.data(),
                           sentences.lengths.data(), found.data()});
    for (size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(expected[i], found[i], 1e-4) << i;
  }
}

TYPED_TEST(DeviceRolloutsTest, ScoreWithWideLayersAlmostAsExactlyAsInFloat32) {
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
  std::vector<float> found(60, 0.0f);
  this->launcher_.score(WeightsView(generator).view,
                        {sentences.rows, sentences.width, kEndless.bos, sentences.tokens.data(),
                         sentences.lengths.data(), found.data()});
  // Logits are about 600.
  for (size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(expected[i], found[i], 2e-3) << i;
}

/// Completions in the order in which the device writes them.
std::vector<std::vector<int32_t>> in_order(const TokenBatch& sentences, const Completions& found,
                                           int32_t rollouts) {
  std::vector<std::vector<int32_t>> rows(
      static_cast<size_t>(sentences.rows * (sentences.width - 1) * rollouts));
  for (int64_t i = 0; i < found.tokens.rows; ++i) {
    const int64_t prefix = found.sentence[i] * (sentences.width - 1) + found.prefix_length[i] - 1;
    const auto ids = found.tokens.row(i);
    rows[prefix * rollouts + found.rollout[i]].assign(ids.begin(), ids.end());
  }
  return rows;
}

TYPED_TEST(DeviceRolloutsTest, CompletesWhatTheCpuCompletes) {
  const SmallGenerator generator(Cell::kLstm, {90, 8, 16, 2});
  const auto stepper = generator.stepper();
  const TokenBatch sentences = ragged_sentences(9, 8, 90);
  RolloutRequest request;
  request.rollouts = 3;
  request.stream = {7, Purpose::kRollout, 2};
  request.first_row = 40;
  for (const int32_t top_k : {0, 5}) {
    for (const SpecialTokens& specials : {kSpecials, kEndless}) {
      request.options.top_k = top_k;
      Completions expected;
      RolloutEngine(*stepper, specials).complete(sentences, request, [&](const Completions& found) {
        ASSERT_EQ(expected.tokens.rows, 0) << "one chunk";
        expected = found;
      });
      const TokenBatch found = this->complete(generator, sentences, request, specials);
      const auto rows = in_order(sentences, expected, request.rollouts);
      ASSERT_EQ(static_cast<int64_t>(rows.size()), found.rows);
      int64_t different = 0;
      for (int64_t i = 0; i < found.rows; ++i) {
        const auto ids = found.row(i);
        if (rows[i] != std::vector<int32_t>(ids.begin(), ids.end())) ++different;
        for (int32_t t = found.lengths[i]; t < found.width; ++t) {
          ASSERT_EQ(found.tokens[i * found.width + t], specials.pad);
        }
      }
      EXPECT_LE(different, strays(found.rows));
    }
  }
}

TYPED_TEST(DeviceRolloutsTest, GiveTheWeightsBack) {
  const SmallGenerator generator(Cell::kGru, {20, 3, 5, 2});
  SmallGenerator other(Cell::kGru, {20, 3, 5, 2}, 2);
  this->launcher_.copy_weights(WeightsView(generator).view, WeightsView(other).view);
  EXPECT_EQ(generator.embeddings, other.embeddings);
  EXPECT_EQ(generator.output_weight, other.output_weight);
  EXPECT_EQ(generator.output_bias, other.output_bias);
  EXPECT_EQ(generator.layers[1].recurrent_weight, other.layers[1].recurrent_weight);
  EXPECT_EQ(generator.layers[0].input_bias, other.layers[0].input_bias);
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
}  // namespace lingan::engine
