#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/validation.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/self_bleu.h>

#include "tests/gan/toy.h"

namespace lingan::validation_test {
namespace {

using testing::enumerate;
using ::testing::HasSubstr;
using testing::make_world;
using testing::World;

constexpr RandomStream kStream = {5, Purpose::kEvaluate, 3};

TrainingData data_of(const World& world) {
  const TokenBatch all = enumerate(world);
  return {.train = all, .validation = all, .specials = world.specials, .vocabulary_size = 5};
}

TokenBatch drawn(const World& world, int64_t rows) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = world.length;
  request.stream = kStream;
  return world.generator->rollouts(world.specials)->sample(request).tokens;
}

std::string reason(const std::string& select, const TrainingData& data,
                   const std::string& strategy = "policy-gradient") {
  Recipe recipe;
  recipe.strategy = strategy;
  recipe.training.adversarial_rounds = 3;
  recipe.training.select = select;
  return why_not_selectable(recipe, data);
}

TEST(WhyNotSelectable, GivesAReasonWhereTheFigureIsNotMeasured) {
  const World world = make_world({}, 0.0);
  const TrainingData text = data_of(world);
  TrainingData whole = text, oracle = text;
  whole.validation = TokenBatch::filled(0, 3, 0);
  oracle.oracle = make_world({}, 0.0).generator;
  for (const char* select : {"", "last"}) EXPECT_EQ(reason(select, whole), "") << select;
  for (const char* select : {"nll", "bleu-2", "bleu-5"}) {
    EXPECT_EQ(reason(select, text), "") << select;
    EXPECT_THAT(reason(select, whole), HasSubstr("held-out sentences, and there are none"));
  }
  EXPECT_EQ(reason("nll-oracle", oracle), "");
  EXPECT_EQ(reason("nll", oracle), "");
  EXPECT_EQ(reason("elbo", oracle, "variational"), "");
  EXPECT_THAT(reason("bleu-2", oracle), HasSubstr("set it to \"nll-oracle\""));
  EXPECT_THAT(reason("nll-oracle", text), HasSubstr("the data is text"));
  EXPECT_EQ(reason("nll", text, ""), "");
  EXPECT_THAT(reason("bleu-2", text, ""), HasSubstr("there is none"));
}

TrainingData pairs_of(const std::vector<std::pair<int32_t, int32_t>>& pairs) {
  TrainingData data;
  data.train = TokenBatch::filled(std::ssize(pairs), 1, 0);
  for (size_t row = 0; row < pairs.size(); ++row) {
    data.train.labels.push_back(pairs[row].first);
    data.train.tokens[row] = pairs[row].second;
    data.train.lengths[row] = 1;
  }
  return data;
}

TEST(WhyNotSelectable, TellsOfPairsWhatIsMissing) {
  Recipe recipe = load_recipe("dns");
  recipe.training.select = "map";
  TrainingData data = pairs_of({{0, 4}, {1, 4}});
  EXPECT_THAT(why_not_selectable(recipe, data), HasSubstr("no query has more"));
  data.validation = pairs_of({{1, 4}}).train;
  EXPECT_THAT(why_not_selectable(recipe, data), HasSubstr("all of them are; hold out others"));
  data.validation = pairs_of({{1, 4}, {1, 5}}).train;
  EXPECT_EQ(why_not_selectable(recipe, data), "");
  data = pairs_of({{0, 4}, {0, 5}});
  EXPECT_THAT(why_not_selectable(recipe, data), HasSubstr("held-out pairs, and there are none; "));
  recipe.training.select = "last";
  EXPECT_EQ(why_not_selectable(recipe, data), "");
}

TEST(WhyNotSelectable, ProposesNoLikelihoodToAGeneratorWithoutOne) {
  const TrainingData text = data_of(make_world({}, 0.0));
  Recipe recipe = load_recipe("embedding-continuous");
  recipe.training.select = "nll-oracle";
  EXPECT_THAT(why_not_selectable(recipe, text), HasSubstr("set it to \"last\""));
  recipe = load_recipe("wgan-gp-lm-conv");
  recipe.training.select = "nll-oracle";
  EXPECT_THAT(why_not_selectable(recipe, text), HasSubstr("set it to \"last\""));
}

TEST(ValidationNll, IsThatOfTheValidationSentences) {
  const World world = make_world({}, 0.0);
  TrainingData data = data_of(world);
  EXPECT_EQ(validation_loss(*world.generator, data, -1),
            corpus_nll(*world.generator, data.validation, world.specials));
  data.validation = TokenBatch::filled(0, 3, 0);
  EXPECT_EQ(validation_loss(*world.generator, data, -1), -1);
}

TEST(OracleNll, IsTheOraclesFigureOfDrawnSentences) {
  const World world = make_world({}, 0.0);
  TrainingData data = data_of(world);
  data.oracle = make_world({}, 0.0).generator;
  const TokenBatch sentences = drawn(world, 50);
  EXPECT_EQ(oracle_nll(data, sentences), corpus_nll(*data.oracle, sentences, world.specials));
  EXPECT_EQ(drawn_sentences(*world.generator, data, 50, kStream).tokens.tokens, sentences.tokens);
}

/// The entropy of what is drawn is the mean NLL of it.
TEST(SampleFigures, AreTheMeanLengthAndEntropy) {
  const World world = make_world({}, 0.0);
  const engine::Samples samples = drawn_sentences(*world.generator, data_of(world), 50, kStream);
  const auto figures = sample_figures(*world.generator, samples);
  EXPECT_NEAR(figures.at("entropy"), corpus_nll(*world.generator, samples.tokens, world.specials),
              1e-6);
  int64_t tokens = 0;
  for (int64_t row = 0; row < 50; ++row) tokens += samples.tokens.row(row).size();
  EXPECT_DOUBLE_EQ(figures.at("sample-length"), static_cast<double>(tokens) / 50);
  const World points =
      make_world({}, 0.0, "non-saturating", {.output = "point", .latent_width = 2});
  EXPECT_FALSE(sample_figures(*points.generator, samples).contains("entropy"));
}

TEST(SampledBleu, IsBleuAgainstValidationAndAmongTheSamples) {
  const World world = make_world({}, 0.0);
  TrainingData data = data_of(world);
  const auto values = sampled_bleu(data, drawn(world, 40));
  EXPECT_EQ(values.size(), 8U);
  const auto hypotheses = metrics::strip_specials(drawn(world, 40), world.specials);
  auto references = metrics::strip_specials(data.validation, world.specials);
  metrics::UnknownWords(world.specials.unk, data.vocabulary_size).separate(references);
  const auto counts = metrics::match_ngrams(hypotheses, references, 5);
  for (int order = 2; order <= 5; ++order) {
    const auto bleu = metrics::bleu_of_order(order);
    const std::string name = "bleu-" + std::to_string(order);
    EXPECT_DOUBLE_EQ(values.at(name), metrics::mean_sentence_bleu(counts, bleu));
    EXPECT_DOUBLE_EQ(values.at("self-" + name), metrics::self_bleu(hypotheses, bleu));
  }
  data.validation = TokenBatch::filled(0, 3, 0);
  EXPECT_TRUE(sampled_bleu(data, drawn(world, 40)).empty());
}

}  // namespace
}  // namespace lingan::validation_test
