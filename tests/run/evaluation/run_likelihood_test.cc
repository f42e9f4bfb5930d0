#include <lingan/run/evaluation/run_likelihood.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include <lingan/model/sentences/sentences.h>

#include "tests/run/small_run.h"
#include "tests/run/sourced_run.h"

namespace lingan::run_likelihood_test {
namespace {

using testing::SmallRun;

const std::vector<std::string> kAll = {"nll-gen", "nll-gen-padded", "perplexity",
                                       "nll-div", "nll-oracle",     "nll-oracle-real"};

std::map<std::string, double> likelihoods(const SmallRun& small, const TokenBatch& real,
                                          const TokenBatch& samples,
                                          const std::vector<std::string>& names) {
  const auto rollouts = small.run.load_generator()->rollouts(small.data.tokenizer->specials());
  std::map<std::string, double> values;
  for (const auto& metric :
       run_likelihoods(*rollouts, small.run.spec(), {.real = real, .samples = samples}, names)) {
    values[metric.name] = metric.value;
    const bool is_told = std::isnan(metric.value) || metric.name == "nll-gen-padded";
    EXPECT_EQ(is_told, !metric.note.empty()) << metric.name;
  }
  return values;
}

/// Nats of all tokens by torch's softmax over the network's own outputs.
double nats(Generator& generator, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const Sentences sentences = to_sentences(batch);
  const auto scores = torch::log_softmax(generator.forward(sentences.tokens), -1)
                          .gather(-1, sentences.tokens.unsqueeze(-1))
                          .squeeze(-1);
  const auto inside = torch::arange(batch.width).unsqueeze(0) < sentences.lengths.unsqueeze(1);
  return -(scores * inside).sum().item<double>();
}

TEST(RunLikelihoods, EqualThoseOfTheNetworks) {
  const SmallRun small;
  const TokenBatch& real = small.data.validation;
  const auto values = likelihoods(small, real, small.data.train, kAll);
  const auto generator = small.run.load_generator();
  double tokens = 0;
  for (const int32_t length : real.lengths) tokens += length;
  const double sum = nats(*generator, real);
  EXPECT_NEAR(values.at("nll-gen"), sum / tokens, 1e-5);
  EXPECT_NEAR(values.at("nll-gen-padded"), sum / static_cast<double>(real.tokens.size()), 1e-5);
  EXPECT_NEAR(values.at("perplexity"), std::exp(sum / tokens), 1e-3);
  tokens = 0;
  for (const int32_t length : small.data.train.lengths) tokens += length;
  EXPECT_NEAR(values.at("nll-div"), nats(*generator, small.data.train) / tokens, 1e-5);
  for (const char* name : {"nll-oracle", "nll-oracle-real"}) {
    EXPECT_TRUE(std::isnan(values.at(name))) << "the run is one of text";
  }
}

TEST(RunLikelihoods, PadToWhatIsAskedForAndSayIt) {
  const SmallRun small;
  const auto rollouts = small.run.load_generator()->rollouts(small.data.tokenizer->specials());
  const TokenBatch& real = small.data.validation;
  const auto padded_to = [&](int32_t width) {
    return run_likelihoods(*rollouts, small.run.spec(),
                           {.real = real, .samples = real, .pad_to = width}, {"nll-gen-padded"})
        .front();
  };
  const auto own = padded_to(0), hundred = padded_to(100);
  EXPECT_NEAR(own.value * real.width, hundred.value * 100, 1e-9);
  EXPECT_EQ(hundred.note, "sentences padded to 100 tokens");
  EXPECT_EQ(own.note, "sentences padded to " + std::to_string(real.width) + " tokens");
}

TEST(RunLikelihoods, SayThatTheyLeaveOpenWhichCodeASentenceCameOf) {
  const SmallRun small;
  RunSpec spec = small.run.spec();
  spec.recipe.generator.latent_width = 4;
  spec.oracle = small.run.generator().string();
  const auto rollouts = small.run.load_generator()->rollouts(spec.tokenizer->specials());
  const LikelihoodSentences sentences{.real = small.data.validation, .samples = small.data.train};
  for (const auto& metric : run_likelihoods(*rollouts, spec, sentences, kAll)) {
    const bool is_told = metric.note.find("16 fixed latent codes") != std::string::npos;
    EXPECT_EQ(is_told, !metric.name.starts_with("nll-oracle")) << metric.name;
  }
}

TEST(RunLikelihoods, AreThoseThatAreNamedWithAReasonWhereThereAreNone) {
  const SmallRun small;
  const TokenBatch none;
  const TokenBatch& some = small.data.validation;
  EXPECT_EQ(likelihoods(small, some, some, {"perplexity"}).size(), 1u);
  EXPECT_TRUE(likelihoods(small, some, some, {}).empty());
  EXPECT_TRUE(std::isnan(likelihoods(small, none, some, {"nll-gen"}).at("nll-gen")));
}

TEST(RunLikelihoods, AreThoseOfEachLabelsGenerator) {
  const testing::LabelledRun labelled;
  const TokenBatch& real = labelled.data.validation;
  const auto generator = labelled.run.load_generator();
  const auto rollouts = generator->rollouts(labelled.data.tokenizer->specials());
  double sum = 0, tokens = 0;
  for (size_t label = 0; label < labelled.data.labels.size(); ++label) {
    const auto rows = rows_with_label(real, static_cast<int32_t>(label));
    sum += nats(*generator->of_labels()[label], select_rows(real, rows));
  }
  for (const int32_t length : real.lengths) tokens += length;
  const auto nll_of = [&](const TokenBatch& sentences) {
    return run_likelihoods(*rollouts, labelled.run.spec(),
                           {.real = sentences, .samples = labelled.data.train}, {"nll-gen"})
        .at(0);
  };
  EXPECT_NEAR(nll_of(real).value, sum / tokens, 1e-5);
  TokenBatch unlabelled = real;
  unlabelled.labels.clear();
  EXPECT_TRUE(std::isnan(nll_of(unlabelled).value));
  EXPECT_EQ(nll_of(unlabelled).note,
            "the sentences have no labels, and the generator has one for each");
}

/// The run has learnt that a sentence is its source reversed.
TEST(RunLikelihoods, AreThoseOfSentencesGivenTheirSources) {
  const testing::SourcedRun& sourced = testing::sourced_run();
  const TokenBatch& real = sourced.data.validation;
  const auto generator = sourced.run.load_generator();
  const auto rollouts = generator->rollouts(sourced.data.tokenizer->specials());
  const auto nll_of = [&](const TokenBatch& sentences) {
    return run_likelihoods(*rollouts, sourced.run.spec(),
                           {.real = sentences, .samples = sourced.data.train}, {"nll-gen"})
        .at(0);
  };
  const Sentences sentences = to_sentences(real);
  const auto weights = inside(sentences.lengths, real.width).to(torch::kFloat32);
  const double nats =
      generator->cross_entropy(sentences.tokens, weights, sentences.labels).item<double>();
  EXPECT_NEAR(nll_of(real).value, nats / weights.sum().item<double>(), 1e-4);
  TokenBatch others = real;
  std::ranges::reverse(others.labels);
  EXPECT_GT(nll_of(others).value, nll_of(real).value + 1);
  others.labels.clear();
  EXPECT_TRUE(std::isnan(nll_of(others).value));
  EXPECT_EQ(nll_of(others).note, "the sentences have no sources, and the generator goes by them");
}

TEST(RunLikelihoods, TellHowProbableTheOraclesOwnSentencesAre) {
  const SmallRun small;
  RunSpec spec = small.run.spec();
  spec.oracle = small.run.generator().string();
  const auto rollouts = small.run.load_generator()->rollouts(spec.tokenizer->specials());
  const auto values =
      run_likelihoods(*rollouts, spec, {.real = small.data.validation, .samples = small.data.train},
                      {"nll-gen", "nll-oracle-real"});
  ASSERT_EQ(values.size(), 2u);
  EXPECT_EQ(values[1].name, "nll-oracle-real");
  EXPECT_EQ(values[1].value, values[0].value) << "the generator is its own oracle";
}

TEST(MeasureRealSentences, IsTrueOfTheMetricsOfRealSentences) {
  EXPECT_TRUE(measure_real_sentences({"nll-div", "perplexity"}));
  EXPECT_TRUE(measure_real_sentences({"nll-oracle-real"}));
  EXPECT_FALSE(measure_real_sentences({"nll-div", "nll-oracle", "bleu"}));
}

}  // namespace
}  // namespace lingan::run_likelihood_test
