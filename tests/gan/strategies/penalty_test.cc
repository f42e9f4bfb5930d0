#include <lingan/gan/strategies/penalty.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/gan/training/trainer.h>

#include "tests/gan/toy.h"
#include "tests/gan/training/small_run.h"

namespace lingan::penalty_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// ToyDiscriminator whose output layer tells two labels and fakes.
class ToyClasses : public ToyDiscriminator {
 public:
  ToyClasses(int64_t vocabulary, int64_t length) : ToyDiscriminator(vocabulary, length) {
    classes_ = register_parameter("classes", torch::randn({6, 3}));
    options_.classes = 2;
  }
  torch::Tensor class_logits(const torch::Tensor& features) override {
    return features.matmul(classes_);
  }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor classes_;
  DiscriminatorOptions options_;
};

OptionSet with_rollouts(int32_t rollouts) {
  OptionSet options;
  options.get<PenaltyOptions>().rollouts = rollouts;
  return options;
}

/// A world of two labels.
World labelled_world(SpecialTokens specials, double learning_rate = 0.0) {
  World world = make_world(specials, learning_rate, "classes");
  GeneratorOptions options = world.generator->options();
  options.labels = "separate";
  options.label_sentences = {1, 1};
  world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  world.generator->to(compute_device());
  world.discriminator = std::make_shared<ToyClasses>(options.vocabulary_size, world.length);
  OptimizerOptions optimizer;
  optimizer.learning_rate = learning_rate;
  world.optimizer = std::make_unique<Optimizer>(*world.generator, optimizer);
  return world;
}

/// p(y_t | y_<t) of every token of every sentence of a generator, [N, T], 0 after a sentence's end.
torch::Tensor token_probabilities(Generator& generator, const Sentences& sentences) {
  const auto p = torch::softmax(generator.forward(sentences.tokens), -1)
                     .gather(-1, sentences.tokens.unsqueeze(-1))
                     .squeeze(-1);
  return p * inside(sentences.lengths, sentences.tokens.size(1));
}

bool begin_alike(const TokenBatch& all, int64_t a, int64_t b, int32_t tokens) {
  return std::equal(all.tokens.begin() + a * all.width, all.tokens.begin() + a * all.width + tokens,
                    all.tokens.begin() + b * all.width);
}

/// V of every prefix by its definition: the mean penalty of all that it can become, each weighted
/// with its probability: [N, T].
torch::Tensor expected_penalties(const TokenBatch& all, const torch::Tensor& p,
                                 const torch::Tensor& penalty) {
  const auto result = torch::zeros({all.rows, all.width}, torch::kFloat64);
  for (int64_t row = 0; row < all.rows; ++row) {
    for (int32_t t = 1; t <= all.lengths[row]; ++t) {
      double mass = 0, sum = 0;
      for (int64_t other = 0; other < all.rows; ++other) {
        if (!begin_alike(all, row, other, t)) continue;
        mass += p[other].item<double>();
        sum += p[other].item<double>() * penalty[other].item<double>();
      }
      result[row][t - 1] = sum / mass;
    }
  }
  return result;
}

/// sum over labels of E_x sum_t G(y_t | y_<t) V, whose expectation over x and V count as given.
torch::Tensor exact_loss(const World& world) {
  torch::Tensor total = torch::zeros({}, torch::kFloat64);
  const TokenBatch all = enumerate(world);
  const Sentences sentences = to_sentences(all);
  const std::vector<Generator*> generators = world.generator->of_labels();
  for (size_t label = 0; label < generators.size(); ++label) {
    const auto of_token = token_probabilities(*generators[label], sentences).to(torch::kFloat64);
    const auto is_token = inside(sentences.lengths, all.width);
    const auto p = torch::where(is_token, of_token, 1.0).prod(1).detach();
    EXPECT_NEAR(p.sum().item<double>(), 1, 1e-5) << "every sentence is there";
    const auto classes =
        world.discriminator->class_logits(world.discriminator->features(sentences)).softmax(1);
    const auto penalty = 1 - classes.select(1, static_cast<int64_t>(label));
    const auto v = expected_penalties(all, p, penalty.detach());
    total = total + (p.unsqueeze(1) * of_token * v).sum();
  }
  return total;
}

void expect_exact_gradient(SpecialTokens specials) {
  World world = labelled_world(specials);
  StepContext context = world.context(0, 60000);
  const StepReport report = make_strategy("penalty", with_rollouts(4))->update_generator(context);
  const auto actual = gradients(*world.generator);
  world.generator->zero_grad();
  const auto loss = exact_loss(world);
  loss.backward();
  const auto expected = gradients(*world.generator);
  EXPECT_NEAR(report.loss.item<double>(), loss.item<double>(), 0.02 * loss.item<double>());
  EXPECT_LT((actual - expected).norm().item<double>(), 0.05 * expected.norm().item<double>());
}

TEST(Penalty, DescendsThePenaltiesOfAllSentences) { expect_exact_gradient({}); }

TEST(Penalty, DescendsThemWhereSentencesHaveNoEnd) { expect_exact_gradient(kNoEos); }

/// D = sigma(C) = 1/4 of every sentence.
class OfOneMind : public FixedDiscriminator {
 public:
  OfOneMind() : FixedDiscriminator({}, {}) {}
  torch::Tensor logits(const Sentences& s) override {
    return torch::full({s.rows()}, std::log(1.0 / 3), torch::kFloat32);
  }
};

/// Of one generator: <G(y) (1 - D)> over sentences of one token.
TEST(Penalty, HasTheValueOfThePaperWithoutLabels) {
  World world = make_world(kNoEos, 0.0);
  world.length = 1;
  world.discriminator = std::make_shared<OfOneMind>();
  StepContext context = world.context(0, 8);
  const StepReport report = make_strategy("penalty", with_rollouts(0))->update_generator(context);
  engine::SampleRequest request;
  request.rows = 8;
  request.stream = {17, Purpose::kSample, 0};
  const auto sampled = world.generator->rollouts(kNoEos)->sample(request);
  double sum = 0;
  for (const float log_p : sampled.log_probabilities) sum += std::exp(log_p) * 0.75;
  EXPECT_NEAR(report.loss.item<double>(), sum / 8, 1e-6);
  EXPECT_NEAR(report.values.at("penalty").item<double>(), 0.75, 1e-6);
}

/// Tells the labels 0 and 1 of sentences of one of three words, and fake ones, as a table says.
class OfWords : public ToyClasses {
 public:
  OfWords() : ToyClasses(3, 1) {}
  torch::Tensor features(const Sentences& s) override {
    return torch::one_hot(s.tokens.select(1, 0), 3).to(torch::kFloat32);
  }
  torch::Tensor class_logits(const torch::Tensor& features) override {
    return features.matmul(
        torch::tensor({{2.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {-1.0, 0.0, 1.0}}).to(torch::kFloat32));
  }
};

/// What sum_y p(y)^2 V(y) / 2, whose gradient the expected step has, is least at: p is inverse to
/// V.
TEST(Penalty, LeadsToProbabilitiesInverseToThePenalties) {
  World world = labelled_world(kNoEos, 0.02);
  world.length = 1;
  world.discriminator = std::make_shared<OfWords>();
  const auto strategy = make_strategy("penalty", with_rollouts(0));
  for (int64_t step = 0; step < 300; ++step) {
    StepContext context = world.context(step, 400);
    strategy->update_generator(context);
  }
  const torch::NoGradGuard no_gradient;
  const Sentences words = to_sentences(enumerate(world));
  const auto classes =
      world.discriminator->class_logits(world.discriminator->features(words)).softmax(1);
  for (const int64_t label : {0, 1}) {
    const auto p = token_probabilities(*world.generator->of_labels()[label], words).squeeze(1);
    const auto inverse = 1 / (1 - classes.select(1, label));
    EXPECT_TRUE(torch::allclose(p, inverse / inverse.sum(), 0, 0.03)) << p << inverse;
    EXPECT_GT((inverse.max() / inverse.min()).item<double>(), 1.5) << "the words differ";
  }
}

/// Words 4..6 are those of label 0, and 7..9 those of label 1.
TokenBatch sentences_of_two_labels(int64_t rows) {
  TokenBatch batch = TokenBatch::filled(rows, 5, 0);
  for (int64_t row = 0; row < rows; ++row) {
    const auto label = static_cast<int32_t>(row % 2);
    const auto length = static_cast<int32_t>(2 + row % 3);
    for (int32_t t = 0; t < length; ++t) {
      batch.tokens[row * 5 + t] = 4 + 3 * label + static_cast<int32_t>((row / 2 + t) % 3);
    }
    batch.tokens[row * 5 + length] = 2;
    batch.lengths[row] = length + 1;
    batch.labels.push_back(label);
  }
  return batch;
}

Recipe recipe_of_labels(const std::vector<std::string>& overrides) {
  Recipe recipe = small_recipe("penalty");
  recipe =
      parse_recipe(format_recipe(recipe), "small",
                   std::vector<std::string>{"generator.labels=separate", "objective.name=classes",
                                            "strategy.penalty.rollouts=4"});
  return parse_recipe(format_recipe(recipe), "small", overrides);
}

TrainingData data_of_two_labels() {
  return {.train = sentences_of_two_labels(64),
          .validation = sentences_of_two_labels(16),
          .specials = SpecialTokens{},
          .vocabulary_size = 10,
          .label_sentences = {32, 32}};
}

/// The share of a label's words among the words that its generator draws.
double share_of_own_words(const Generator& generator, int32_t label) {
  engine::SampleRequest request;
  request.rows = 400;
  request.length = 5;
  request.stream = {9, Purpose::kEvaluate, 0};
  const TokenBatch samples = generator.rollouts({})->sample(request).tokens;
  const TokenBatch of_label = select_rows(samples, rows_with_label(samples, label));
  const int32_t first = 4 + 3 * label;
  double own = 0, all = 0;
  for (const int32_t token : of_label.tokens) {
    own += token >= first && token < first + 3 ? 1 : 0;
    all += token >= 4 ? 1 : 0;
  }
  return own / all;
}

TEST(Penalty, TeachesEachGeneratorTheWordsOfItsLabel) {
  const Recipe recipe = recipe_of_labels(
      {"training.pretrain_epochs=10", "training.adversarial_rounds=30",
       "training.round=generator, likelihood x4, discriminator",
       "optimizer.likelihood.learning_rate=0.03", "optimizer.discriminator.learning_rate=0.005",
       "training.evaluate_every=30", "training.checkpoint_every=30"});
  Trainer trainer(recipe, data_of_two_labels(), 5);
  Watcher watcher;
  trainer.run(watcher);
  for (const int32_t label : {0, 1}) {
    EXPECT_GT(share_of_own_words(trainer.generator(), label), 0.95) << label;
  }
}

TEST(Penalty, ContinuesFromAnyStepWithLabels) {
  const Recipe recipe = recipe_of_labels({});
  Trainer whole(recipe, data_of_two_labels(), 5);
  Watcher watcher;
  whole.run(watcher);
  EXPECT_TRUE(std::isfinite(watcher.records.back().values.at("nll")));
  const TensorFile expected = whole.save();
  EXPECT_TRUE(expected.tensors.contains("generator.label_1.embedding"));
  EXPECT_TRUE(expected.tensors.contains("best.label_1.embedding"));
  for (const int64_t stop : {1, 13, 17, 20, 24}) {
    const TensorFile actual = testing::stopped_and_resumed(recipe, data_of_two_labels(), stop);
    EXPECT_EQ(actual.metadata, expected.metadata) << stop;
    for (const auto& [name, tensor] : expected.tensors) {
      EXPECT_TRUE(torch::equal(tensor, actual.tensors.at(name))) << stop << " " << name;
    }
  }
}

TEST(Penalty, RefusesLabelsThatTheTextDoesNotHave) {
  EXPECT_THROW(Trainer(recipe_of_labels({}), counting_data(), 5), UsageError);
}

}  // namespace
}  // namespace lingan::penalty_test
