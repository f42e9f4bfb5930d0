#include <lingan/run/evaluation/run_divergences.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/run/evaluation/run_sampler.h>
#include <lingan/run/evaluation/true_distribution.h>

#include "tests/run/small_run.h"

namespace lingan::run_divergences_test {
namespace {

using metrics::MetricValue;
using testing::SmallRun;

const std::vector<std::string> kAll = {"kl-forward", "kl-reverse", "jeffreys", "js",
                                       "bhattacharyya"};

/// A run, and a generator with its network whose weights were multiplied by a number.
struct Compared {
  explicit Compared(double factor = 1) : spec(small.run.spec()) {
    const torch::NoGradGuard no_gradient;
    for (auto& parameter : generator->parameters()) parameter.mul_(factor);
  }

  std::map<std::string, MetricValue> divergences(int64_t sentences) const {
    const RunSampleRequest request{.sentences = sentences, .seed = 4};
    const auto rollouts = sampling_rollouts(*generator, spec, request);
    engine::SampleRequest drawn;
    drawn.rows = sentences;
    drawn.length = spec.length;
    drawn.stream = {request.seed, Purpose::kEvaluate, 0};
    const TokenBatch samples = rollouts->sample(drawn).tokens;
    std::map<std::string, MetricValue> values;
    for (const MetricValue& value : run_divergences(
             *rollouts, spec, {.samples = samples, .grammar = grammar, .seed = 6}, kAll)) {
      values[value.name] = value;
    }
    return values;
  }

  std::vector<double> generator_scores(const TokenBatch& rows) const {
    return sentence_log_probabilities(*sampling_rollouts(*generator, spec, {}), rows);
  }

  const SmallRun small;
  const std::shared_ptr<Generator> generator = small.run.load_generator();
  RunSpec spec;
  std::shared_ptr<const Grammar> grammar = nullptr;
};

/// All sentences of up to `length` tokens that end, and all of `length` tokens that do not.
TokenBatch all_sentences(int32_t vocabulary, int32_t length, const SpecialTokens& specials) {
  TokenBatch all{0, length, {}, {}};
  std::vector<std::vector<int32_t>> prefixes = {{}};
  for (int32_t t = 0; t < length; ++t) {
    std::vector<std::vector<int32_t>> longer;
    for (const auto& prefix : prefixes) {
      for (int32_t id = 0; id < vocabulary; ++id) {
        if (id == specials.pad || id == specials.bos) continue;
        auto row = prefix;
        row.push_back(id);
        if (id != specials.eos && t + 1 < length) {
          longer.push_back(row);
          continue;
        }
        all.lengths.push_back(t + 1);
        row.resize(static_cast<size_t>(length), specials.filler());
        all.tokens.insert(all.tokens.end(), row.begin(), row.end());
        ++all.rows;
      }
    }
    prefixes = longer;
  }
  return all;
}

/// The divergences by their definitions.
std::map<std::string, double> exact(const std::vector<double>& log_p,
                                    const std::vector<double>& log_q) {
  std::map<std::string, double> sums;
  double coefficient = 0;
  for (size_t i = 0; i < log_p.size(); ++i) {
    const double p = std::exp(log_p[i]), q = std::exp(log_q[i]), middle = (p + q) / 2;
    if (p > 0) sums["kl-forward"] += p * (log_p[i] - log_q[i]);
    if (q > 0) sums["kl-reverse"] += q * (log_q[i] - log_p[i]);
    if (p > 0) sums["js"] += p * std::log(p / middle) / 2;
    if (q > 0) sums["js"] += q * std::log(q / middle) / 2;
    coefficient += std::sqrt(p * q);
  }
  sums["jeffreys"] = sums["kl-forward"] + sums["kl-reverse"];
  sums["bhattacharyya"] = -std::log(coefficient);
  return sums;
}

TEST(RunDivergences, FromAnOracleAreThoseOfTheEnumerationOfAllSentences) {
  Compared compared(2.5);
  compared.spec.length = 3;
  compared.spec.oracle = compared.small.run.generator().string();
  const SpecialTokens specials = compared.spec.tokenizer->specials();
  const TokenBatch all = all_sentences(compared.spec.tokenizer->size(), 3, specials);
  const auto oracle = load_oracle(compared.spec.oracle)->rollouts(specials);
  const auto sums = exact(sentence_log_probabilities(*oracle, all), compared.generator_scores(all));
  EXPECT_GT(sums.at("js"), 0.02);
  for (const auto& [name, value] : compared.divergences(40000)) {
    EXPECT_NEAR(value.value, sums.at(name), 0.05 * sums.at(name)) << name;
    EXPECT_TRUE(value.signature.starts_with("hyps:40000|refs:40000|truth:oracle|length:3|"));
  }
}

TEST(RunDivergences, AreZeroWhereTheGeneratorIsTheOracle) {
  Compared compared;
  compared.spec.oracle = compared.small.run.generator().string();
  for (const auto& [name, value] : compared.divergences(50)) {
    EXPECT_NEAR(value.value, 0, 1e-6) << name << ": its rounding is that of single precision";
  }
}

/// Each sentence of small_text() with equal probability, written as a grammar whose other sentences
/// are too long for the run.
std::shared_ptr<const Grammar> grammar_of_small_text(const std::string& more = "") {
  return std::make_shared<const Grammar>(
      parse_grammar("S -> Who What Which [3] | long long long long long [1]" + more +
                        "\nWho -> we | you | they\nWhat -> read | write\n"
                        "Which -> \"\" | a book | letters | a letter",
                    "g"));
}

TEST(RunDivergences, FromAGrammarAreThoseOfTheEnumerationOfItsSentences) {
  Compared compared(2);
  compared.grammar = grammar_of_small_text();
  TokenBatch all{0, compared.spec.length, {}, {}};
  for (const std::string& text : testing::small_text()) {
    auto ids = compared.spec.tokenizer->encode(text);
    ids.push_back(compared.spec.tokenizer->specials().eos);
    all.lengths.push_back(static_cast<int32_t>(ids.size()));
    ids.resize(static_cast<size_t>(all.width));
    all.tokens.insert(all.tokens.end(), ids.begin(), ids.end());
    ++all.rows;
  }
  const std::vector<double> q = compared.generator_scores(all);
  double forward = 0, js = std::numbers::ln2 / 2, coefficient = 0, inside = 0;
  for (const double log_q : q) {
    const double p = 1. / 24, other = std::exp(log_q), middle = (p + other) / 2;
    forward += p * (std::log(p) - log_q);
    js += (p * std::log(p / middle) + other * std::log(other / middle)) / 2 -
          other * std::numbers::ln2 / 2;  // what is outside has probability 0 in the grammar
    coefficient += std::sqrt(p * other);
    inside += other;
  }
  auto values = compared.divergences(40000);
  EXPECT_NEAR(values.at("kl-forward").value, forward, 0.02 * forward);
  EXPECT_NEAR(values.at("js").value, js, 0.02 * js);
  EXPECT_NEAR(values.at("bhattacharyya").value, -std::log(coefficient), 0.03);
  for (const char* name : {"kl-reverse", "jeffreys"}) {
    EXPECT_TRUE(std::isnan(values.at(name).value)) << name;
    int impossible = 0;
    ASSERT_EQ(std::sscanf(values.at(name).note.c_str(), "infinite: %d of 40000 sentences of",
                          &impossible),
              1)
        << values.at(name).note;
    EXPECT_NEAR(impossible / 40000., 1 - inside, 0.01);
  }
}

TEST(RunDivergences, AreInfiniteWhereTheGrammarHasWordsThatTheRunLacks) {
  Compared compared;
  compared.grammar = grammar_of_small_text(" | nobody reads [1]");
  const auto values = compared.divergences(200);
  EXPECT_THAT(values.at("kl-forward").note,
              ::testing::ContainsRegex("^infinite: [0-9]+ of 200 sentences of the true"));
  EXPECT_FALSE(std::isnan(values.at("js").value));
}

TEST(RunDivergences, SayWhyTheyHaveNoValue) {
  Compared compared;
  const auto reason = [&] {
    const auto values = compared.divergences(5);
    for (const auto& [name, value] : values) EXPECT_TRUE(std::isnan(value.value)) << name;
    return values.at("js").note;
  };
  EXPECT_THAT(reason(), ::testing::HasSubstr("no oracle, and no grammar"));
  compared.grammar = std::make_shared<const Grammar>(parse_grammar("%join \"\"\nS -> we", "g"));
  EXPECT_THAT(reason(), ::testing::HasSubstr("not a word of the grammar"));
  compared.grammar = std::make_shared<const Grammar>(parse_grammar("S -> a a a a a a a a a", "g"));
  EXPECT_THAT(reason(), ::testing::HasSubstr("no sentence that is as short"));
  compared.grammar = grammar_of_small_text();
  compared.spec.recipe.generator.latent_width = 4;
  EXPECT_THAT(reason(), ::testing::HasSubstr("latent codes is not exact"));
  compared.spec.recipe.generator.latent_width = 0;
  compared.spec.labels = {{}};
  compared.spec.recipe.generator.labels = "condition";
  EXPECT_THAT(reason(), ::testing::HasSubstr("a distribution for each label"));
  compared.spec.labels.clear();
  compared.spec.recipe.generator.labels = "none";
  compared.spec.recipe.generator.source = "encoder";
  EXPECT_THAT(reason(), ::testing::HasSubstr("a distribution for each source"));
}

TEST(RunDivergences, RefuseAGrammarBesideAnOracle) {
  Compared compared;
  compared.grammar = grammar_of_small_text();
  compared.spec.oracle = compared.small.run.generator().string();
  EXPECT_THROW(compared.divergences(5), UsageError);
}

}  // namespace
}  // namespace lingan::run_divergences_test
