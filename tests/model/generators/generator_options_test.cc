#include <lingan/model/generators/generator_options.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator_cards.h>

#include "tests/refusal.h"

namespace lingan::generator_options_test {
namespace {

TEST(GeneratorKeys, AllowTheDefaultsAndEveryCell) {
  GeneratorOptions options;
  EXPECT_NO_THROW(check_options("generator", generator_keys(), &options));
  for (const GeneratorCard& card : generators()) {
    options.cell = card.name;
    EXPECT_NO_THROW(check_options("generator", generator_keys(), &options)) << card.name;
  }
  options.cell = "perceptron";
  EXPECT_THROW(check_options("generator", generator_keys(), &options), UsageError);
}

TEST(PointDistance, IsTheOneOfItsName) {
  EXPECT_EQ(point_distance("cosine"), PointDistance::kCosine);
  EXPECT_EQ(point_distance("euclidean"), PointDistance::kEuclidean);
  EXPECT_EQ(point_distance("von-mises-fisher"), PointDistance::kVonMisesFisher);
  EXPECT_EQ(testing::refusal<UsageError>([] { point_distance("euclidian"); }),
            "distance 'euclidian' is not known (did you mean euclidean?); expected one of cosine, "
            "euclidean, von-mises-fisher");
}

TEST(GeneratorProblem, IsATableThatHasNoRowsForTheOutput) {
  GeneratorOptions options;
  options.tied_embeddings = true;
  EXPECT_EQ(generator_problem(options), "");
  options.output = "point";
  EXPECT_EQ(generator_problem(options).substr(0, 46),
            "generator.tied_embeddings: a point is no softm");
  options.output = "softmax";
  options.hidden_width = 48;
  EXPECT_EQ(generator_problem(options),
            "generator.tied_embeddings: needs generator.embedding_width = generator.hidden_width, "
            "not 32 and 48; make them equal, or set it to false");
  options.tied_embeddings = false;
  EXPECT_EQ(generator_problem(options), "");
}

TEST(GeneratorProblem, IsOneTableOfVectorsForSeveralNetworks) {
  GeneratorOptions options;
  options.embeddings = "vectors";
  EXPECT_EQ(generator_problem(options), "");
  options.labels = "condition";
  EXPECT_EQ(generator_problem(options), "") << "it is one network";
  options.labels = "separate";
  EXPECT_EQ(generator_problem(options).substr(0, 52),
            "generator.embeddings: each label has a generator wit");
}

}  // namespace
}  // namespace lingan::generator_options_test
