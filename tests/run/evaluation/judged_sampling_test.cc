#include <lingan/run/evaluation/judged_sampling.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::judged_sampling_test {
namespace {

using Sentence = std::vector<int32_t>;
using Distribution = std::map<Sentence, double>;

constexpr int32_t kLength = 3;
constexpr int32_t kEos = 2;
constexpr int32_t kVocabulary = 6;

/// A generator of 40 sentences of the tokens eos, 3, 4 and 5, all of which have some probability.
std::shared_ptr<Generator> small_generator() {
  GeneratorOptions options;
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 4;
  options.hidden_width = 4;
  options.initial_range = 0.8;
  auto generator = make_generator(options, {5, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

/// Log-odds of a sentence in [-1.2, 1.2], different from sentence to sentence.
double log_odds_of(std::span<const int32_t> sentence) {
  double sum = 0;
  for (size_t t = 0; t < sentence.size(); ++t) {
    sum += std::sin(3.7 * sentence[t] + 1.3 * static_cast<double>(t));
  }
  return 1.2 * std::sin(sum * 2.0);
}

std::vector<double> log_odds(const TokenBatch& batch) {
  std::vector<double> all;
  for (int64_t row = 0; row < batch.rows; ++row) all.push_back(log_odds_of(batch.row(row)));
  return all;
}

/// G, enumerated by torch's softmax.
void enumerate(Generator& generator, const Sentence& prefix, double p, Distribution& all) {
  if (std::ssize(prefix) == kLength || (!prefix.empty() && prefix.back() == kEos)) {
    all[prefix] = p;
    return;
  }
  Sentence fed = prefix;
  fed.push_back(kEos);  // is scored, and fed to nothing
  const auto tokens =
      torch::tensor(std::vector<int64_t>(fed.begin(), fed.end()), torch::kInt64).unsqueeze(0);
  const auto next = torch::softmax(generator.forward(tokens)[0][-1].to(torch::kFloat64), 0);
  for (int32_t token = kEos; token < kVocabulary; ++token) {
    Sentence longer = prefix;
    longer.push_back(token);
    enumerate(generator, longer, p * next[token].item<double>(), all);
  }
}

Distribution all_sentences(Generator& generator) {
  const torch::NoGradGuard no_gradient;
  Distribution all;
  enumerate(generator, {}, 1.0, all);
  return all;
}

/// G e^f over its sum.
Distribution by_odds(const Distribution& generator) {
  Distribution weighted;
  double sum = 0;
  for (const auto& [sentence, p] : generator) {
    sum += weighted[sentence] = p * std::exp(log_odds_of(sentence));
  }
  for (auto& [sentence, p] : weighted) p /= sum;
  return weighted;
}

double total_variation(const Distribution& one, const Distribution& other) {
  double sum = 0;
  for (const auto& [sentence, p] : one) {
    const auto same = other.find(sentence);
    sum += std::max(0.0, p - (same == other.end() ? 0.0 : same->second));
  }
  return sum;
}

struct Chosen {
  std::vector<Sentence> sentences;
  std::vector<double> log_odds;
  JudgingReport report;

  Distribution shares() const {
    Distribution shares;
    for (const Sentence& sentence : sentences) {
      shares[sentence] += 1.0 / static_cast<double>(sentences.size());
    }
    return shares;
  }
};

Chosen choose(const Generator& generator, Judging judging, int64_t sentences, uint64_t seed = 1) {
  const auto rollouts = generator.rollouts(SpecialTokens{});
  engine::SampleRequest draws;
  draws.length = kLength;
  draws.stream = {seed, Purpose::kEvaluate, 0};
  Chosen chosen;
  chosen.report = sample_judged(
      *rollouts, draws, {.judging = judging, .sentences = sentences, .log_odds = log_odds},
      [&](const JudgedSamples& some) {
        EXPECT_EQ(some.log_probabilities.size(), some.tokens.tokens.size());
        EXPECT_EQ(std::ssize(some.log_odds), some.tokens.rows);
        for (int64_t row = 0; row < some.tokens.rows; ++row) {
          const auto ids = some.tokens.row(row);
          chosen.sentences.emplace_back(ids.begin(), ids.end());
        }
        chosen.log_odds.insert(chosen.log_odds.end(), some.log_odds.begin(), some.log_odds.end());
      });
  return chosen;
}

class SampleJudged : public ::testing::TestWithParam<Judging> {};
INSTANTIATE_TEST_SUITE_P(Ways, SampleJudged,
                         ::testing::Values(Judging::kReject, Judging::kResample),
                         [](const auto& info) {
                           return std::string(kJudgings[static_cast<size_t>(info.param)]);
                         });

/// With 40,000 draws of 40 sentences the distance by chance is about 0.4 sqrt(40 / 40000) =
/// 0.013.
TEST_P(SampleJudged, GivesSentencesInProportionToTheGeneratorTimesTheOdds) {
  const auto generator = small_generator();
  const Distribution own = all_sentences(*generator);
  const Distribution expected = by_odds(own);
  EXPECT_GT(total_variation(own, expected), 0.2) << "the odds change little";
  const Chosen chosen = choose(*generator, GetParam(), 40000);
  ASSERT_EQ(chosen.sentences.size(), 40000u);
  EXPECT_LT(total_variation(expected, chosen.shares()), 0.03);
}

/// Taken from the beginning of what a pool gives: its place there says nothing.
TEST_P(SampleJudged, DoesSoOfAFewSentencesToo) {
  const auto generator = small_generator();
  const Distribution expected = by_odds(all_sentences(*generator));
  Chosen first;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    const Chosen three = choose(*generator, GetParam(), 3, seed);
    first.sentences.push_back(three.sentences.front());
    first.log_odds.push_back(three.log_odds.front());
  }
  double mean = 0, square = 0, sample_mean = 0;
  for (const auto& [sentence, p] : expected) {
    mean += p * log_odds_of(sentence);
    square += p * log_odds_of(sentence) * log_odds_of(sentence);
  }
  for (const double f : first.log_odds) sample_mean += f / 100;
  EXPECT_NEAR(sample_mean, mean, 4 * std::sqrt((square - mean * mean) / 100));
}

TEST_P(SampleJudged, BeginsWithTheSameSentencesHoweverManyAreAskedFor) {
  const auto generator = small_generator();
  const Chosen many = choose(*generator, GetParam(), 12000);
  for (const int64_t count : {0, 7, 1000, 4500}) {
    const Chosen few = choose(*generator, GetParam(), count);
    ASSERT_EQ(std::ssize(few.sentences), count);
    EXPECT_TRUE(std::equal(few.sentences.begin(), few.sentences.end(), many.sentences.begin()));
  }
  EXPECT_NE(choose(*generator, GetParam(), 1000, 2).sentences,
            choose(*generator, GetParam(), 1000).sentences);
}

TEST_P(SampleJudged, TellsTheLogOddsOfEachSentence) {
  const auto generator = small_generator();
  const Chosen chosen = choose(*generator, GetParam(), 200);
  for (size_t i = 0; i < chosen.sentences.size(); ++i) {
    EXPECT_EQ(chosen.log_odds[i], log_odds_of(chosen.sentences[i]));
  }
}

TEST_P(SampleJudged, RefusesWhatIsNotFinite) {
  const auto generator = small_generator();
  const auto rollouts = generator->rollouts(SpecialTokens{});
  const JudgedRequest request{
      .judging = GetParam(), .sentences = 5, .log_odds = [](const TokenBatch& batch) {
        return std::vector<double>(static_cast<size_t>(batch.rows),
                                   std::numeric_limits<double>::infinity());
      }};
  const engine::SampleRequest draws;
  EXPECT_THROW(sample_judged(*rollouts, draws, request, [](const JudgedSamples&) {}), NumericError);
}

/// The largest odds are those of more than a thousandth of all sentences, so that M is theirs.
TEST(SampleJudgedByRejection, AcceptsAsManyAsTheoryHas) {
  const auto generator = small_generator();
  double mean = 0, largest = 0;
  for (const auto& [sentence, p] : all_sentences(*generator)) {
    mean += p * std::exp(log_odds_of(sentence));
    largest = std::max(largest, std::exp(log_odds_of(sentence)));
  }
  const JudgingReport report = choose(*generator, Judging::kReject, 20000).report;
  const double rate = static_cast<double>(report.accepted) / static_cast<double>(report.drawn);
  EXPECT_NEAR(rate, mean / largest, 0.01);
  EXPECT_EQ(report.drawn % kJudgedPool, 0);
  EXPECT_THAT(describe({.judging = Judging::kReject, .drawn = 20000, .accepted = 8250}),
              ::testing::StrEq("`judge` reject: 8250 of 20000 sentences accepted, 41.25 %"));
}

TEST(SampleJudgedByResampling, HasTheEffectiveSizeThatTheoryHas) {
  const auto generator = small_generator();
  double mean = 0, square = 0;
  for (const auto& [sentence, p] : all_sentences(*generator)) {
    const double odds = std::exp(log_odds_of(sentence));
    mean += p * odds;
    square += p * odds * odds;
  }
  const JudgingReport report = choose(*generator, Judging::kResample, 5000).report;
  EXPECT_EQ(report.drawn, 5 * kJudgedPool);
  EXPECT_NEAR(report.effective_size / kJudgedPool, mean * mean / square, 0.01);
  EXPECT_THAT(describe({.judging = Judging::kResample, .drawn = 10000, .effective_size = 812.4}),
              ::testing::HasSubstr("effective sample size is 812; some are taken more than once"));
}

TEST(DescribeJudging, SaysThatNothingWasDrawn) {
  for (const Judging judging : {Judging::kReject, Judging::kResample}) {
    const auto generator = small_generator();
    EXPECT_THAT(describe(choose(*generator, judging, 0).report),
                ::testing::EndsWith(": no sentence was asked for, and none was drawn"));
  }
}

TEST(JudgingNamed, KnowsBothAndRefusesOthers) {
  EXPECT_EQ(judging_named("reject"), Judging::kReject);
  EXPECT_EQ(judging_named("resample"), Judging::kResample);
  EXPECT_THROW(judging_named("sample"), UsageError);
}

}  // namespace
}  // namespace lingan::judged_sampling_test
