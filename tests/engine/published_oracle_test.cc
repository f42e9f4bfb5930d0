// The engine against the published SeqGAN oracle LSTM and its negative log-likelihoods in float64.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <numeric>
#include <sstream>

#include <lingan/base/safetensors.h>
#include <nlohmann/json.hpp>

#include "tests/engine/small_generator.h"
#include "tests/test_data.h"

namespace lingan::engine::published_oracle_test {
namespace {

constexpr const char* kWeightsFile = "oracle/seqgan_target_lstm.safetensors";
constexpr const char* kCasesFile = "oracle/nll_cases.json";
constexpr SpecialTokens kOracleTokens{-1, 0, -1, -1};

std::string slurp(const char* name) {
  std::ifstream file(testing::shared_data() / name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

/// The oracle's weights, turned from [in, out] matrices of single gates into torch's layout.
class PublishedOracle {
 public:
  PublishedOracle() : bytes_(slurp(kWeightsFile)), index_(parse_safetensors(bytes_, kWeightsFile)) {
    for (const std::string gate : {"input_gate", "forget_gate", "cell_candidate", "output_gate"}) {
      append_transposed(layer_.input_weight, "lstm." + gate + ".input_weight");
      append_transposed(layer_.recurrent_weight, "lstm." + gate + ".recurrent_weight");
      const auto bias = floats("lstm." + gate + ".bias");
      layer_.input_bias.insert(layer_.input_bias.end(), bias.begin(), bias.end());
    }
    layer_.recurrent_bias.assign(layer_.input_bias.size(), 0.0f);
    embeddings_ = floats("embedding.weight");
    append_transposed(output_weight_, "output.weight");
    output_bias_ = floats("output.bias");
  }

  std::unique_ptr<Stepper> stepper() const {
    RecurrentWeights weights{.gates = 4,
                             .layer_count = 1,
                             .vocabulary = 5000,
                             .embedding_width = 32,
                             .hidden_width = 32,
                             .embeddings = embeddings_.data(),
                             .output_weight = output_weight_.data(),
                             .output_bias = output_bias_.data()};
    weights.layers[0] = {layer_.input_weight.data(), layer_.recurrent_weight.data(),
                         layer_.input_bias.data(), layer_.recurrent_bias.data()};
    return std::make_unique<RecurrentStepper>(weights);
  }

  CpuRollouts rollouts() const { return {stepper(), kOracleTokens}; }

 private:
  std::vector<float> floats(const std::string& name) const {
    const auto& tensor = index_.tensors.at(name);
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
  }

  void append_transposed(std::vector<float>& to, const std::string& name) const {
    const auto values = floats(name);
    const auto& shape = index_.tensors.at(name).shape;
    for (int64_t column = 0; column < shape[1]; ++column) {
      for (int64_t row = 0; row < shape[0]; ++row) to.push_back(values[row * shape[1] + column]);
    }
  }

  std::string bytes_;
  SafetensorsIndex index_;
  SmallGenerator::Layer layer_;
  std::vector<float> embeddings_, output_weight_, output_bias_;
};

TEST(PublishedOracle, GivesEverySentenceThePublishedLikelihood) {
  LINGAN_NEEDS_DATA(kWeightsFile);
  LINGAN_NEEDS_DATA(kCasesFile);
  const auto file = nlohmann::json::parse(slurp(kCasesFile));
  auto cases = file["cases"];
  cases.insert(cases.end(), file["oracle_sampled_cases"].begin(),
               file["oracle_sampled_cases"].end());
  ASSERT_EQ(cases.size(), 120u);
  TokenBatch batch = TokenBatch::filled(120, 20, 0);
  for (size_t r = 0; r < cases.size(); ++r) {
    const auto tokens = cases[r]["tokens"].get<std::vector<int32_t>>();
    std::copy(tokens.begin(), tokens.end(), batch.tokens.begin() + static_cast<int64_t>(r) * 20);
    batch.lengths[r] = 20;
  }
  const auto log_probabilities = PublishedOracle().rollouts().log_probabilities(batch);
  for (size_t r = 0; r < cases.size(); ++r) {
    const double sum =
        -std::accumulate(log_probabilities.begin() + static_cast<int64_t>(r) * 20,
                         log_probabilities.begin() + static_cast<int64_t>(r + 1) * 20, 0.0);
    EXPECT_NEAR(sum, cases[r]["nll_sum"].get<double>(), 1e-3) << "case " << r;
    EXPECT_NEAR(sum / 20, cases[r]["nll_mean"].get<double>(), 1e-4) << "case " << r;
  }
  const auto& by_token = file["per_token_nll_first5"];
  for (size_t r = 0; r < by_token.size(); ++r) {
    for (size_t t = 0; t < 20; ++t) {
      EXPECT_NEAR(-log_probabilities[r * 20 + t], by_token[r][t].get<double>(), 1e-4);
    }
  }
}

TEST(PublishedOracle, FollowsTheTraceOfStates) {
  LINGAN_NEEDS_DATA(kWeightsFile);
  LINGAN_NEEDS_DATA(kCasesFile);
  const auto file = nlohmann::json::parse(slurp(kCasesFile));
  const auto tokens = file["cases"][0]["tokens"].get<std::vector<int32_t>>();
  const auto stepper = PublishedOracle().stepper();
  std::vector<float> states(64), hidden(32);
  stepper->initial_states(1, states.data());
  int32_t step = 0;
  for (const auto& entry : file["state_trace_case0"]) {
    for (; step < entry["step"].get<int32_t>(); ++step) {
      const std::vector<int32_t> fed{step == 0 ? 0 : tokens[static_cast<size_t>(step - 1)]};
      stepper->advance(fed, states.data(), hidden.data());
    }
    for (size_t j = 0; j < 32; ++j) {
      EXPECT_NEAR(states[j], entry["h"][j].get<double>(), 2e-5) << "step " << step;
      EXPECT_NEAR(states[32 + j], entry["c"][j].get<double>(), 2e-5) << "step " << step;
    }
  }
  EXPECT_GT(step, 0);
}

TEST(PublishedOracle, ItsOwnSamplesHaveThePublishedEntropy) {
  LINGAN_NEEDS_DATA(kWeightsFile);
  SampleRequest request;
  request.rows = 10000;
  request.length = 20;
  const auto drawn = PublishedOracle().rollouts().sample(request).log_probabilities;
  EXPECT_NEAR(-std::accumulate(drawn.begin(), drawn.end(), 0.0) / 200000, 5.748, 0.02);
}

TEST(PublishedOracle, GreedyDecodingGivesThePublishedSentence) {
  LINGAN_NEEDS_DATA(kWeightsFile);
  LINGAN_NEEDS_DATA("oracle/nll_stats.json");
  const auto expected =
      nlohmann::json::parse(slurp("oracle/nll_stats.json"))["greedy_sequence_T20"];
  SampleRequest request;
  request.length = 20;
  request.options.greedy = true;
  EXPECT_EQ(PublishedOracle().rollouts().sample(request).tokens.tokens,
            expected["tokens"].get<std::vector<int32_t>>());
}

}  // namespace
}  // namespace lingan::engine::published_oracle_test
