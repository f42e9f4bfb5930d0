/// Whole runs of a generator that draws its labels, on text of two kinds of sentences.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <lingan/gan/objectives/mutual_information.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/training/likelihood_loss.h>

#include "tests/gan/training/small_run.h"

namespace lingan::drawn_labels_test {
namespace {

using testing::counting_data;
using testing::small_recipe;

/// Words 4..7 are of one kind and 8..11 of another; a sentence has three of one.
TokenBatch sentences_of_kinds(int64_t rows, int64_t first) {
  TokenBatch batch = TokenBatch::filled(rows, 4, 0);
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t number = row + first;
    for (int64_t t = 0; t < 3; ++t) {
      const int64_t word = (number / 2 + t * (number / 8 + 1)) % 4;
      batch.tokens[row * 4 + t] = static_cast<int32_t>(4 + 4 * (number % 2) + word);
    }
    batch.tokens[row * 4 + 3] = 2;
    batch.lengths[row] = 4;
  }
  return batch;
}

TrainingData data_of_kinds() {
  return {.train = sentences_of_kinds(128, 0),
          .validation = sentences_of_kinds(32, 128),
          .specials = SpecialTokens{},
          .vocabulary_size = 12};
}

Recipe recipe_of_kinds(double generator_weight) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.generator.labels = "drawn";
  recipe.generator.hidden_width = 16;
  recipe.objective = "mutual-information";
  recipe.options.get<MutualInformationOptions>().generator_weight = generator_weight;
  recipe.discriminator.filter_counts = {16, 16};
  recipe.optimizers.likelihood.learning_rate = 0.02;
  recipe.optimizers.generator.learning_rate = 0.005;
  recipe.optimizers.discriminator.learning_rate = 0.004;
  recipe.r1_penalty = 1.0;  // else D soon knows every fake, and its gradient drowns the bound's
  auto& relaxation = recipe.options.get<GumbelSoftmaxOptions>();
  relaxation.estimator = "straight-through";
  relaxation.schedule = "constant";
  relaxation.inverse_temperature = 1.0;
  recipe.training.batch_size = 32;
  recipe.training.pretrain_epochs = 10;
  recipe.training.adversarial_rounds = 250;
  recipe.training.evaluate_every = 50;
  return recipe;
}

/// How often sentences of a label are of each kind: [2 labels][2 kinds], of those that are of one.
struct Kinds {
  double counts[2][2] = {};
  double mixed = 0;

  /// Of the better of both ways to pair labels and kinds; 0.5 by chance.
  double purity() const {
    const double straight = counts[0][0] + counts[1][1], crossed = counts[0][1] + counts[1][0];
    return std::max(straight, crossed) / (straight + crossed);
  }
  double share_of_first() const {
    const double first = counts[0][0] + counts[1][0];
    return first / (first + counts[0][1] + counts[1][1]);
  }
};

Kinds kinds_of(const Generator& generator) {
  engine::SampleRequest request;
  request.rows = 400;
  request.length = 4;
  const TokenBatch drawn = generator.rollouts(SpecialTokens{})->sample(request).tokens;
  Kinds kinds;
  for (int64_t row = 0; row < drawn.rows; ++row) {
    int of_second = 0, words = 0;
    for (const int32_t token : drawn.row(row)) {
      of_second += token >= 8 ? 1 : 0;
      words += token >= 4 ? 1 : 0;
    }
    if (words == 0 || (of_second != 0 && of_second != words)) {
      ++kinds.mixed;
    } else {
      ++kinds.counts[drawn.labels[static_cast<size_t>(row)]][of_second == 0 ? 0 : 1];
    }
  }
  return kinds;
}

struct Outcome {
  Kinds kinds;
  std::map<std::string, double> last;  // figures
};

Outcome outcome(double generator_weight) {
  Trainer trainer(recipe_of_kinds(generator_weight), data_of_kinds(), 5);
  testing::Watcher watcher;
  trainer.run(watcher);
  return {kinds_of(trainer.generator()), watcher.records.back().values};
}

/// Nothing but the bound tells G what a label is to mean. Together the labels cover both kinds, as
/// a mixture of generators that share all but what they are fed first.
TEST(DrawnLabels, ComeToBeTheKindsOfTheTextByMutualInformation) {
  const Outcome with = outcome(1.0), without = outcome(0.0);
  EXPECT_GT(with.kinds.purity(), 0.9);
  EXPECT_LT(without.kinds.purity(), 0.65);
  EXPECT_NEAR(with.kinds.share_of_first(), 0.5, 0.1);
  EXPECT_LT(with.kinds.mixed, 20);
  EXPECT_GT(with.last.at("label-information"), 0.4) << "at most ln 2";
  EXPECT_GT(with.last.at("label-accuracy"), 0.9);
}

TEST(DrawnLabels, ContinueByteForByte) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.generator.labels = "drawn";
  recipe.objective = "mutual-information";
  Trainer whole(recipe, counting_data(), 5);
  testing::Watcher watcher;
  whole.run(watcher);
  for (const int64_t stop : {1, 5, 13, 17, 26}) {
    const TensorFile resumed = testing::stopped_and_resumed(recipe, counting_data(), stop);
    EXPECT_TRUE(testing::same_bytes(whole.save(), resumed)) << "stopped after " << stop;
  }
}

/// In pretraining each sentence is learned by one label or another, and none means more.
TEST(DrawnLabels, AreDrawnAnewInPretraining) {
  GeneratorOptions options;
  options.vocabulary_size = 12;
  options.initial_range = 0.8;
  options.labels = "drawn";
  options.label_sentences = sentences_of_labels(options, {});
  const auto generator = make_generator(options, {4, Purpose::kInitialize, 0});
  generator->eval();
  const Sentences one = to_sentences(sentences_of_kinds(1, 0));
  torch::manual_seed(7);
  double nll[2], drawn = 0;
  for (const int64_t label : {0, 1}) {
    const auto labels = torch::full({1}, label, torch::kInt64);
    nll[label] =
        generator->pretraining_loss(one.tokens, torch::ones({1, 4}), labels).item<double>();
  }
  constexpr int kDraws = 200;
  for (int i = 0; i < kDraws; ++i) {
    const double loss = likelihood_loss(*generator, one, 1.0).item<double>();
    const bool is_second = std::abs(loss - nll[1]) < std::abs(loss - nll[0]);
    EXPECT_NEAR(loss, nll[is_second ? 1 : 0], 1e-5);
    drawn += is_second ? 1.0 / kDraws : 0;
  }
  EXPECT_NEAR(drawn, 0.5, 0.12);
}

}  // namespace
}  // namespace lingan::drawn_labels_test
