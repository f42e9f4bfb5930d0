/// Random recurrent generators for tests, and the same networks written plainly in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/recurrent_stepper.h>

namespace lingan::engine {

enum class Cell { kLstm, kGru };

struct GeneratorShape {
  int64_t vocabulary = 50;
  int64_t embedding_width = 7;
  int64_t hidden_width = 9;
  int layers = 1;
  float output_scale = 1.0f;
};

/// Weights that own their numbers.
class SmallGenerator {
 public:
  SmallGenerator(Cell cell, const GeneratorShape& shape, uint32_t seed = 1)
      : cell(cell), shape(shape) {
    std::mt19937 random(seed);
    const int64_t gates = cell == Cell::kLstm ? 4 : 3;
    const int64_t h = shape.hidden_width;
    embeddings = normal(random, shape.vocabulary * shape.embedding_width, 1.0f);
    int64_t inputs = shape.embedding_width;
    for (int l = 0; l < shape.layers; ++l, inputs = h) {
      layers.push_back({normal(random, gates * h * inputs, 1.0f / std::sqrt(float(inputs))),
                        normal(random, gates * h * h, 1.0f / std::sqrt(float(h))),
                        normal(random, gates * h, 0.3f), normal(random, gates * h, 0.3f)});
    }
    output_weight = normal(random, shape.vocabulary * h, shape.output_scale);
    output_bias = normal(random, shape.vocabulary, shape.output_scale);
  }

  /// Views of the numbers.
  RecurrentWeights weights() const {
    RecurrentWeights w{.gates = cell == Cell::kLstm ? 4 : 3,
                       .layer_count = shape.layers,
                       .vocabulary = shape.vocabulary,
                       .embedding_width = shape.embedding_width,
                       .hidden_width = shape.hidden_width,
                       .embeddings = embeddings.data(),
                       .output_weight = output_weight.data(),
                       .output_bias = output_bias.data()};
    for (size_t l = 0; l < layers.size(); ++l) {
      w.layers[l] = {layers[l].input_weight.data(), layers[l].recurrent_weight.data(),
                     layers[l].input_bias.data(), layers[l].recurrent_bias.data()};
    }
    return w;
  }

  std::unique_ptr<Stepper> stepper() const { return std::make_unique<RecurrentStepper>(weights()); }

  CpuRollouts rollouts(const SpecialTokens& specials) const { return {stepper(), specials}; }

  struct Layer {
    std::vector<float> input_weight, recurrent_weight, input_bias, recurrent_bias;
  };
  Cell cell;
  GeneratorShape shape;
  std::vector<float> embeddings, output_weight, output_bias;
  std::vector<Layer> layers;

 private:
  static std::vector<float> normal(std::mt19937& random, int64_t count, float scale) {
    std::normal_distribution<float> distribution(0.0f, scale);
    std::vector<float> values(static_cast<size_t>(count));
    for (float& value : values) value = distribution(random);
    return values;
  }
};

/// The textbook recurrence of one sentence, in double.
class PlainRecurrence {
 public:
  explicit PlainRecurrence(const SmallGenerator& generator)
      : g_(generator),
        h_(generator.layers.size(), std::vector<double>(generator.shape.hidden_width, 0.0)),
        c_(h_) {}

  void feed(int32_t token) {
    const int64_t e = g_.shape.embedding_width;
    std::vector<double> x(g_.embeddings.begin() + token * e,
                          g_.embeddings.begin() + (token + 1) * e);
    for (size_t l = 0; l < g_.layers.size(); ++l) {
      g_.cell == Cell::kLstm ? lstm(l, x) : gru(l, x);
      x = h_[l];
    }
  }

  const std::vector<double>& hidden() const { return h_.back(); }
  const std::vector<double>& cell() const { return c_.back(); }

  std::vector<double> logits() const { return affine(g_.output_weight, g_.output_bias, hidden()); }

  std::vector<double> log_softmax(double temperature = 1.0) const {
    auto values = logits();
    double total = 0;
    for (double& v : values) total += std::exp(v /= temperature);
    for (double& v : values) v -= std::log(total);
    return values;
  }

 private:
  static std::vector<double> affine(const std::vector<float>& w, const std::vector<float>& b,
                                    const std::vector<double>& x) {
    std::vector<double> y(b.begin(), b.end());
    for (size_t i = 0; i < y.size(); ++i) {
      for (size_t k = 0; k < x.size(); ++k) y[i] += double(w[i * x.size() + k]) * x[k];
    }
    return y;
  }
  static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

  void lstm(size_t l, const std::vector<double>& x) {
    const auto& w = g_.layers[l];
    const auto a = affine(w.input_weight, w.input_bias, x);
    const auto b = affine(w.recurrent_weight, w.recurrent_bias, h_[l]);
    const size_t n = h_[l].size();
    for (size_t j = 0; j < n; ++j) {
      const double i = sigmoid(a[j] + b[j]), f = sigmoid(a[n + j] + b[n + j]);
      const double g = std::tanh(a[2 * n + j] + b[2 * n + j]),
                   o = sigmoid(a[3 * n + j] + b[3 * n + j]);
      c_[l][j] = f * c_[l][j] + i * g;
      h_[l][j] = o * std::tanh(c_[l][j]);
    }
  }

  void gru(size_t l, const std::vector<double>& x) {
    const auto& w = g_.layers[l];
    const auto a = affine(w.input_weight, w.input_bias, x);
    const auto b = affine(w.recurrent_weight, w.recurrent_bias, h_[l]);
    const size_t n = h_[l].size();
    for (size_t j = 0; j < n; ++j) {
      const double r = sigmoid(a[j] + b[j]), z = sigmoid(a[n + j] + b[n + j]);
      const double fresh = std::tanh(a[2 * n + j] + r * b[2 * n + j]);
      h_[l][j] = (1 - z) * fresh + z * h_[l][j];
    }
  }

  const SmallGenerator& g_;
  std::vector<std::vector<double>> h_, c_;
};

/// A generator's token 1 is fed first, token 2 ends a sentence, 0 fills rows.
inline constexpr SpecialTokens kSpecials{0, 1, 2, 3};
/// The same without an end.
inline constexpr SpecialTokens kEndless{0, 1, -1, 3};

/// Pearson's statistic of counts against probabilities, classes that expect < 5 pooled; the second
/// number is its 99.99 % point (Wilson-Hilferty).
inline std::pair<double, double> chi_squared(const std::vector<int>& counts,
                                             const std::vector<double>& probabilities) {
  double draws = 0, statistic = 0, pooled_expected = 0, pooled_seen = 0, classes = 0;
  for (int n : counts) draws += n;
  for (size_t i = 0; i < counts.size(); ++i) {
    const double expected = draws * probabilities[i];
    if (expected < 5) {
      pooled_expected += expected;
      pooled_seen += counts[i];
      continue;
    }
    statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    ++classes;
  }
  if (pooled_expected > 1) {
    statistic +=
        (pooled_seen - pooled_expected) * (pooled_seen - pooled_expected) / pooled_expected;
    ++classes;
  }
  const double freedom = std::max(1.0, classes - 1), w = 2.0 / (9 * freedom);
  return {statistic, freedom * std::pow(1 - w + 3.719 * std::sqrt(w), 3)};
}

}  // namespace lingan::engine
