#include <lingan/engine/rollouts/ensemble_rollouts.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::ensemble_rollouts_test {
namespace {

constexpr GeneratorShape kShape = {6, 4, 5, 1, 1.5f};

/// Members of both cells.
std::vector<SmallGenerator> generators(size_t count) {
  std::vector<SmallGenerator> all;
  for (size_t i = 0; i < count; ++i) {
    all.emplace_back(i % 2 == 0 ? Cell::kLstm : Cell::kGru, kShape, static_cast<uint32_t>(7 + i));
  }
  return all;
}

EnsembleRollouts ensemble(const std::vector<SmallGenerator>& members, double temperature = 1.0) {
  std::vector<std::unique_ptr<const Stepper>> steppers;
  for (const SmallGenerator& member : members) steppers.push_back(member.stepper());
  return {std::move(steppers), kSpecials, temperature};
}

SampleRequest request(int64_t rows, int32_t length) {
  SampleRequest request;
  request.rows = rows;
  request.length = length;
  request.stream = {3, Purpose::kSample, 2};
  return request;
}

/// The mean of the members' probabilities after a prefix, by the textbook recurrence, at T.
std::vector<double> plain_mean(const std::vector<SmallGenerator>& members,
                               std::span<const int32_t> prefix, double temperature = 1.0) {
  std::vector<double> mean(kShape.vocabulary, 0.0);
  for (const SmallGenerator& member : members) {
    PlainRecurrence plain(member);
    plain.feed(kSpecials.bos);
    for (const int32_t token : prefix) plain.feed(token);
    const auto log_p = plain.log_softmax();
    for (size_t j = 0; j < mean.size(); ++j) {
      mean[j] += std::exp(log_p[j]) / static_cast<double>(members.size());
    }
  }
  double total = 0;
  for (double& p : mean) total += p = std::pow(p, 1 / temperature);
  for (double& p : mean) p /= total;
  return mean;
}

/// Every sentence that has its end within three tokens, and every beginning of three without one.
TokenBatch all_sentences() {
  TokenBatch all{0, 3, {}, {}};
  const auto v = static_cast<int32_t>(kShape.vocabulary);
  for (int32_t code = 0; code < v * v * v; ++code) {
    std::vector<int32_t> row = {code / (v * v), code / v % v, code % v};
    const auto end = std::ranges::find(row, kSpecials.eos);
    const auto length = static_cast<int32_t>(end - row.begin()) + (end == row.end() ? 0 : 1);
    if (std::any_of(row.begin() + length, row.end(), [](int32_t token) { return token != 0; })) {
      continue;
    }
    std::fill(row.begin() + length, row.end(), kSpecials.pad);
    all.tokens.insert(all.tokens.end(), row.begin(), row.end());
    all.lengths.push_back(length);
    ++all.rows;
  }
  return all;
}

TEST(EnsembleRollouts, HaveTheMeanOfTheProbabilitiesOfTheMembers) {
  const auto members = generators(3);
  const TokenBatch all = all_sentences();
  for (const double temperature : {1.0, 0.6, 1.7}) {
    const auto log_probabilities = ensemble(members, temperature).log_probabilities(all);
    double total = 0;
    for (int64_t row = 0; row < all.rows; ++row) {
      const auto tokens = all.row(row);
      double sum = 0;
      for (int32_t t = 0; t < all.lengths[row]; ++t) {
        const auto mean = plain_mean(members, tokens.first(static_cast<size_t>(t)), temperature);
        ASSERT_NEAR(log_probabilities[row * 3 + t], std::log(mean[tokens[t]]), 2e-5) << temperature;
        sum += log_probabilities[row * 3 + t];
      }
      total += std::exp(sum);
    }
    EXPECT_NEAR(total, 1.0, 1e-5) << temperature;
  }
}

/// The mean is of probabilities, not of logits.
TEST(EnsembleRollouts, AreNoGeometricMean) {
  const auto members = generators(2);
  std::vector<double> geometric(kShape.vocabulary, 1.0);
  for (const SmallGenerator& member : members) {
    const auto own = plain_mean({member}, {});
    for (size_t j = 0; j < own.size(); ++j) geometric[j] *= std::sqrt(own[j]);
  }
  const double total = std::accumulate(geometric.begin(), geometric.end(), 0.0);
  TokenBatch one = TokenBatch::filled(1, 1, 3);
  one.lengths[0] = 1;
  const float log_probability = ensemble(members).log_probabilities(one)[0];
  EXPECT_GT(std::abs(log_probability - std::log(geometric[3] / total)), 0.01);
}

TEST(EnsembleRollouts, SampleSentencesAsOftenAsTheyAreProbable) {
  const auto members = generators(3);
  const TokenBatch all = all_sentences();
  for (const double temperature : {1.0, 0.7}) {
    const EnsembleRollouts rollouts = ensemble(members);
    SampleRequest drawn = request(20000, 3);
    drawn.options.temperature = temperature;
    const Samples samples = rollouts.sample(drawn);
    const auto log_p = ensemble(members, temperature).log_probabilities(all);
    std::vector<double> probabilities;
    std::vector<int> counts(static_cast<size_t>(all.rows), 0);
    std::map<std::vector<int32_t>, size_t> numbers;
    for (int64_t row = 0; row < all.rows; ++row) {
      const auto tokens = all.tokens.begin() + row * 3;
      numbers[{tokens, tokens + 3}] = static_cast<size_t>(row);
      const auto first = log_p.begin() + row * 3;
      probabilities.push_back(std::exp(std::accumulate(first, first + 3, 0.0)));
    }
    for (int64_t row = 0; row < samples.tokens.rows; ++row) {
      const std::vector<int32_t> tokens(samples.tokens.tokens.begin() + row * 3,
                                        samples.tokens.tokens.begin() + row * 3 + 3);
      ++counts[numbers.at(tokens)];
    }
    const auto [statistic, limit] = chi_squared(counts, probabilities);
    EXPECT_LT(statistic, limit) << temperature;
  }
}

TEST(EnsembleRollouts, TellTheProbabilityThatATokenWasDrawnWith) {
  const auto members = generators(2);
  SampleRequest drawn = request(50, 5);
  drawn.options.temperature = 0.8;
  drawn.prompt = {4};
  const Samples samples = ensemble(members).sample(drawn);
  const auto expected = ensemble(members, 0.8).log_probabilities(samples.tokens);
  for (int64_t row = 0; row < 50; ++row) {
    EXPECT_EQ(samples.tokens.row(row)[0], 4);
    EXPECT_EQ(samples.log_probabilities[row * 5], 0.0f) << "of the prompt";
    for (int32_t t = 1; t < 5; ++t) {
      EXPECT_NEAR(samples.log_probabilities[row * 5 + t], expected[row * 5 + t], 2e-5);
    }
  }
}

TEST(EnsembleRollouts, OfOneAreTheMember) {
  const auto members = generators(1);
  const CpuRollouts own = members[0].rollouts(kSpecials);
  const Samples expected = own.sample(request(200, 6)),
                actual = ensemble(members).sample(request(200, 6));
  EXPECT_EQ(actual.tokens.tokens, expected.tokens.tokens);
  EXPECT_EQ(actual.tokens.lengths, expected.tokens.lengths);
  const auto of_own = own.log_probabilities(expected.tokens);
  const auto of_ensemble = ensemble(members).log_probabilities(expected.tokens);
  for (size_t i = 0; i < of_own.size(); ++i) {
    EXPECT_NEAR(of_ensemble[i], of_own[i], 1e-5);
    EXPECT_NEAR(actual.log_probabilities[i], expected.log_probabilities[i], 1e-5);
  }
}

TEST(EnsembleRollouts, TakeTheLikeliestTokensOfTheMean) {
  const auto members = generators(3);
  SampleRequest greedy = request(1, 1);
  greedy.options.greedy = true;
  const auto mean = plain_mean(members, {});
  const auto best = std::ranges::max_element(mean) - mean.begin();
  EXPECT_EQ(ensemble(members).sample(greedy).tokens.tokens[0], best);
}

/// Rows beside a row, and threads, change nothing.
TEST(EnsembleRollouts, SampleARowByItsNumberAlone) {
  const auto members = generators(2);
  const EnsembleRollouts rollouts = ensemble(members);
  const int before = thread_count();
  set_thread_count(1);
  const Samples whole = rollouts.sample(request(300, 6));
  set_thread_count(3);
  SampleRequest part = request(40, 6);
  part.first_row = 130;
  const Samples some = rollouts.sample(part);
  set_thread_count(before);
  EXPECT_TRUE(std::equal(some.tokens.tokens.begin(), some.tokens.tokens.end(),
                         whole.tokens.tokens.begin() + 130 * 6));
  EXPECT_TRUE(std::equal(some.log_probabilities.begin(), some.log_probabilities.end(),
                         whole.log_probabilities.begin() + 130 * 6));
}

TEST(EnsembleRollouts, RefuseWhatTheyCannotDo) {
  const auto members = generators(2);
  const EnsembleRollouts rollouts = ensemble(members);
  EXPECT_THROW(rollouts.complete(all_sentences(), {}, [](const Completions&) {}), UsageError);
  EXPECT_THROW(ensemble({}), UsageError);
  EXPECT_THROW(ensemble(members, 0.0), UsageError);
  std::vector<std::unique_ptr<const Stepper>> others;
  others.push_back(members[0].stepper());
  others.push_back(SmallGenerator(Cell::kGru, {9, 4, 5, 1}).stepper());
  EXPECT_THROW(EnsembleRollouts(std::move(others), kSpecials), UsageError);
}

TEST(EnsembleRollouts, SayThatAMemberHasDiverged) {
  auto members = generators(2);
  members[1].output_bias[4] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(ensemble(members).sample(request(3, 3)), NumericError);
  EXPECT_THROW(ensemble(members).log_probabilities(all_sentences()), NumericError);
}

}  // namespace
}  // namespace lingan::engine::ensemble_rollouts_test
