#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/base/random.h>
#include <lingan/engine/scoring/token_window_features.h>

namespace lingan::engine::token_window_features_test {
namespace {

// A convolution layer with random weights, and its features by the definition in double precision.
struct Layer {
  int64_t vocabulary;
  int64_t width;  // E
  std::vector<int32_t> widths;
  std::vector<int64_t> counts;
  std::vector<float> embeddings;
  std::vector<std::vector<float>> weights;
  std::vector<std::vector<float>> biases;

  Layer(int64_t v, int64_t e, std::vector<int32_t> w, std::vector<int64_t> c)
      : vocabulary(v), width(e), widths(std::move(w)), counts(std::move(c)) {
    uint32_t position = 0;
    const auto fill = [&](int64_t size) {
      std::vector<float> values(size);
      for (float& x : values) {
        x = static_cast<float>(RandomStream{7}.uniform(0, position++) * 2.0 - 1.0);
      }
      return values;
    };
    embeddings = fill(v * e);
    for (size_t i = 0; i < widths.size(); ++i) {
      weights.push_back(fill(counts[i] * widths[i] * e));
      biases.push_back(fill(counts[i]));
    }
  }

  TokenWindowFeatures pack() const {
    std::vector<TokenWindowBank> banks;
    for (size_t i = 0; i < widths.size(); ++i) {
      banks.push_back({widths[i], counts[i], weights[i], biases[i]});
    }
    return TokenWindowFeatures(embeddings, width, banks);
  }

  double window(const int32_t* tokens, size_t bank, int64_t filter) const {
    double sum = biases[bank][filter];
    for (int32_t k = 0; k < widths[bank]; ++k) {
      for (int64_t e = 0; e < width; ++e) {
        sum += double{embeddings[tokens[k] * width + e]} *
               weights[bank][(filter * widths[bank] + k) * width + e];
      }
    }
    return sum;
  }

  std::vector<double> features(const int32_t* tokens, int32_t length) const {
    std::vector<double> result;
    for (size_t bank = 0; bank < widths.size(); ++bank) {
      for (int64_t filter = 0; filter < counts[bank]; ++filter) {
        double best = 0.0;
        for (int32_t t = 0; t + widths[bank] <= length; ++t) {
          best = std::max(best, window(tokens + t, bank, filter));
        }
        result.push_back(best);
      }
    }
    return result;
  }
};

TokenBatch random_rows(int64_t rows, int32_t width, int64_t vocabulary) {
  TokenBatch batch = TokenBatch::filled(rows, width, 0);
  for (int64_t row = 0; row < rows; ++row) {
    batch.lengths[row] = width;
    for (int32_t t = 0; t < width; ++t) {
      batch.tokens[row * width + t] =
          static_cast<int32_t>(RandomStream{3}.below(vocabulary, row, t));
    }
  }
  return batch;
}

struct SharedRows {
  TokenBatch batch;
  std::vector<int64_t> sentence;
  std::vector<int32_t> prefix;
  SharedPrefixes description() const { return {sentence, prefix}; }
};

// `rollouts` rows for every prefix 0..width of every sentence, in an order that mixes all of them.
SharedRows completions(int64_t sentences, int32_t width, int64_t rollouts, int64_t vocabulary) {
  const TokenBatch whole = random_rows(sentences, width, vocabulary);
  const int64_t rows = sentences * (width + 1) * rollouts;
  SharedRows shared{random_rows(rows, width, vocabulary), {}, {}};
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t mixed = (row * 101) % rows;  // rows is not a multiple of 101 in these tests
    shared.sentence.push_back(mixed % sentences);
    shared.prefix.push_back(static_cast<int32_t>(mixed / sentences % (width + 1)));
    std::copy_n(whole.tokens.begin() + shared.sentence.back() * width, shared.prefix.back(),
                shared.batch.tokens.begin() + row * width);
  }
  return shared;
}

void expect_features(const Layer& layer, const TokenBatch& rows,
                     const std::vector<float>& features) {
  const int64_t count = static_cast<int64_t>(features.size()) / rows.rows;
  for (int64_t row = 0; row < rows.rows; ++row) {
    const auto expected = layer.features(rows.tokens.data() + row * rows.width, rows.width);
    ASSERT_EQ(static_cast<int64_t>(expected.size()), count);
    for (int64_t f = 0; f < count; ++f) {
      ASSERT_NEAR(features[row * count + f], expected[f], 1e-5 * std::max(1.0, expected[f]))
          << "row " << row << " feature " << f;
    }
  }
}

TEST(TokenWindowFeatures, EqualTheDefinitionForEveryStripWidth) {
  const Layer layer(50, 8, {1, 2, 3, 7}, {1, 100, 33, 70});
  const TokenBatch rows = random_rows(70, 7, layer.vocabulary);
  const TokenWindowFeatures windows = layer.pack();
  ASSERT_EQ(windows.feature_count(), 204);
  EXPECT_EQ(windows.widest(), 7);
  std::vector<float> features(rows.rows * windows.feature_count());
  windows.compute(rows, features);
  expect_features(layer, rows, features);
}

TEST(TokenWindowFeatures, EqualTheDefinitionWhenRowsShareNestedPrefixes) {
  const Layer layer(40, 6, {1, 2, 5, 9}, {17, 40, 65, 20});
  const SharedRows rows = completions(3, 9, 5, layer.vocabulary);
  const TokenWindowFeatures windows = layer.pack();
  std::vector<float> features(rows.batch.rows * windows.feature_count());
  windows.compute(rows.batch, rows.description(), features);
  expect_features(layer, rows.batch, features);
}

TEST(TokenWindowFeatures, EqualTheDefinitionWhenTheVocabularyNeedsNarrowStrips) {
  const Layer layer(20000, 4, {4, 12}, {40, 70});
  const SharedRows rows = completions(2, 12, 2, layer.vocabulary);
  const TokenWindowFeatures windows = layer.pack();
  std::vector<float> features(rows.batch.rows * windows.feature_count());
  windows.compute(rows.batch, rows.description(), features);
  expect_features(layer, rows.batch, features);
}

TEST(TokenWindowFeatures, AreTheSameBytesForAnyNumberOfThreads) {
  const Layer layer(60, 5, {2, 4}, {50, 30});
  const SharedRows rows = completions(4, 8, 7, layer.vocabulary);
  const TokenWindowFeatures windows = layer.pack();
  std::vector<float> one(rows.batch.rows * windows.feature_count());
  std::vector<float> four(one.size());
  set_thread_count(1);
  windows.compute(rows.batch, rows.description(), one);
  set_thread_count(4);
  windows.compute(rows.batch, rows.description(), four);
  set_thread_count(0);
  EXPECT_EQ(one, four);
}

TEST(TokenWindowFeatures, OfNoRowsAreNone) {
  const Layer layer(10, 3, {2}, {4});
  std::vector<float> none;
  layer.pack().compute(TokenBatch::filled(0, 5, 0), none);
  EXPECT_TRUE(none.empty());
}

TEST(TokenWindowFeatures, RefuseRowsThatDoNotShareWhatIsSaid) {
  const Layer layer(10, 3, {2}, {4});
  SharedRows rows = completions(1, 4, 1, layer.vocabulary);
  for (int64_t row = 0; row < rows.batch.rows; ++row) {
    if (rows.prefix[row] == 4) rows.batch.tokens[row * 4] = (rows.batch.tokens[row * 4] + 1) % 10;
  }
  std::vector<float> features(rows.batch.rows * 4);
  const TokenWindowFeatures windows = layer.pack();
  EXPECT_THROW(windows.compute(rows.batch, rows.description(), features), UsageError);
}

TEST(TokenWindowFeatures, RefuseUnknownTokensNarrowRowsAndWrongSizes) {
  const Layer layer(10, 3, {2, 5}, {4, 4});
  const TokenWindowFeatures windows = layer.pack();
  std::vector<float> features(8);
  TokenBatch rows = random_rows(1, 5, layer.vocabulary);
  rows.tokens[3] = 10;
  EXPECT_THROW(windows.compute(rows, features), UsageError);
  rows.tokens[3] = -1;
  EXPECT_THROW(windows.compute(rows, features), UsageError);
  EXPECT_THROW(windows.compute(random_rows(1, 4, layer.vocabulary), features), UsageError);
  features.resize(9);
  EXPECT_THROW(windows.compute(random_rows(1, 5, layer.vocabulary), features), UsageError);
  EXPECT_THROW(TokenWindowFeatures(layer.embeddings, 7, {}), UsageError);
  const TokenWindowBank short_bank{2, 4, std::span(layer.weights[0]).first(5), layer.biases[0]};
  EXPECT_THROW(TokenWindowFeatures(layer.embeddings, 3, std::span(&short_bank, 1)), UsageError);
}

TEST(TokenWindowFeatures, CountTablesCheaperForManyRowsAndDearerForOne) {
  const Layer layer(500, 32, {1, 3, 5}, {10, 10, 10});
  const TokenWindowFeatures windows = layer.pack();
  const TokenWindowWork one = windows.work(random_rows(1, 8, layer.vocabulary));
  EXPECT_GT(one.tables, one.dense);
  const TokenWindowWork many = windows.work(random_rows(2000, 8, layer.vocabulary));
  EXPECT_LT(many.tables, many.dense);
}

}  // namespace
}  // namespace lingan::engine::token_window_features_test
