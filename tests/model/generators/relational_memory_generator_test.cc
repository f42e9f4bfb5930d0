#include <lingan/model/generators/relational_memory_generator.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>

namespace lingan::relational_memory_generator_test {
namespace {

using Vector = std::vector<double>;

constexpr int64_t kSlots = 2, kWidth = 4, kHeads = 2;

GeneratorOptions small() {
  GeneratorOptions options;
  options.cell = "relational-memory";
  options.vocabulary_size = 7;
  options.embedding_width = 3;
  options.hidden_width = kSlots * kWidth;
  options.initial_range = 0.7;
  options.own.get<RelationalMemoryOptions>() = {kSlots, kHeads, 2};
  return options;
}

/// The paper's equations, number by number.
class Textbook {
 public:
  explicit Textbook(const Generator& generator) : weights_(generator.named_parameters()) {
    for (int64_t s = 0; s < kSlots; ++s) {
      memory_.emplace_back(kWidth, 0.0);
      memory_[s][s] = 1;
    }
  }

  /// The slots, one after the other.
  Vector feed(const Vector& embedding) {
    const Vector x = linear("input", embedding);
    std::vector<Vector> all = memory_;
    all.push_back(x);
    const std::vector<Vector> next = attend(all);
    Vector out;
    for (int64_t s = 0; s < kSlots; ++s) {
      Vector squashed = memory_[s];
      for (double& value : squashed) value = std::tanh(value);
      const Vector a = linear("input_gates", x), b = linear("memory_gates", squashed);
      for (int64_t i = 0; i < kWidth; ++i) {
        const double input = sigmoid(a[i] + b[i]);
        const double forget = sigmoid(a[kWidth + i] + b[kWidth + i] + 1);
        memory_[s][i] = input * std::tanh(next[s][i]) + forget * memory_[s][i];
      }
      out.insert(out.end(), memory_[s].begin(), memory_[s].end());
    }
    return out;
  }

 private:
  static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

  double at(const std::string& name, std::initializer_list<at::indexing::TensorIndex> i) const {
    return weights_[name].index(i).item<double>();
  }

  Vector linear(const std::string& name, const Vector& x) const {
    Vector y;
    for (int64_t row = 0; row < weights_[name + "_bias"].size(0); ++row) {
      double sum = at(name + "_bias", {row});
      for (size_t i = 0; i < x.size(); ++i) {
        sum += at(name + "_weight", {row, static_cast<int64_t>(i)}) * x[i];
      }
      y.push_back(sum);
    }
    return y;
  }

  Vector normalized(const std::string& name, Vector x) const {
    const auto n = static_cast<double>(x.size());
    double mean = 0, variance = 0;
    for (const double value : x) mean += value / n;
    for (const double value : x) variance += (value - mean) * (value - mean) / n;
    for (size_t i = 0; i < x.size(); ++i) {
      const auto index = static_cast<int64_t>(i);
      x[i] = (x[i] - mean) / std::sqrt(variance + 1e-5) * at(name + "_weight", {index}) +
             at(name + "_bias", {index});
    }
    return x;
  }

  std::vector<Vector> attend(const std::vector<Vector>& slots) const {
    constexpr int64_t kHead = kWidth / kHeads;
    std::vector<Vector> projected, out;
    for (const Vector& slot : slots) {
      projected.push_back(normalized("attention_norm", linear("attention", slot)));
    }
    for (size_t to = 0; to < slots.size(); ++to) {
      Vector attended = slots[to];
      for (int64_t head = 0; head < kHeads; ++head) {
        const int64_t first = head * 3 * kHead;  // of the query; key and value come after it
        Vector weight;
        double total = 0;
        for (const Vector& from : projected) {
          double product = 0;
          for (int64_t i = 0; i < kHead; ++i) {
            product += projected[to][first + i] * from[first + kHead + i] / std::sqrt(kHead);
          }
          weight.push_back(std::exp(product));
          total += weight.back();
        }
        for (size_t from = 0; from < slots.size(); ++from) {
          for (int64_t i = 0; i < kHead; ++i) {
            attended[head * kHead + i] +=
                weight[from] / total * projected[from][first + 2 * kHead + i];
          }
        }
      }
      const Vector memory = normalized("memory_norm", attended);
      Vector inner = linear("mlp_0", memory);
      for (double& value : inner) value = std::max(value, 0.0);
      Vector added = linear("mlp_1", inner);
      for (int64_t i = 0; i < kWidth; ++i) added[i] += memory[i];
      out.push_back(normalized("mlp_norm", added));
    }
    return out;
  }

  torch::OrderedDict<std::string, torch::Tensor> weights_;
  std::vector<Vector> memory_;
};

TEST(RelationalMemoryGenerator, IsThatOfThePaper) {
  const auto generator = make_generator(small(), {7, Purpose::kInitialize, 0});
  generator->eval();
  const torch::NoGradGuard no_gradient;
  Textbook textbook(*generator);
  auto state = generator->initial_state(1);
  for (const int64_t token : {1, 4, 5, 3}) {
    const auto fed = generator->embeddings().narrow(0, token, 1);
    const auto actual = generator->advance(fed, state).to(torch::kFloat64);
    const auto values = fed.to(torch::kFloat64).contiguous();
    const double* first = values.const_data_ptr<double>();
    const Vector expected = textbook.feed({first, first + 3});
    EXPECT_TRUE(torch::allclose(actual[0], torch::tensor(expected, torch::kFloat64), 1e-4, 1e-5));
  }
}

TEST(RelationalMemoryGenerator, WantsAWidthThatSlotsAndHeadsDivide) {
  GeneratorOptions options = small();
  options.hidden_width = 10;
  EXPECT_THROW(make_generator(options, {7, Purpose::kInitialize, 0}), UsageError);
}

}  // namespace
}  // namespace lingan::relational_memory_generator_test
