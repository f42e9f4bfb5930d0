/// A language of four sentences, learned from sentences that lack words.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/missing_data.h>

#include "tests/gan/toy.h"

namespace lingan::missing_data_learning_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int32_t kWords = 4, kLength = kWords + 1;
constexpr int64_t kBatch = 32;

/// "a b c d", "b c d a", "c d a b" and "d a b c" in turn, each followed by the end.
TokenBatch language(int64_t rows) {
  TokenBatch text = TokenBatch::filled(rows, kLength, 0);
  for (int64_t row = 0; row < rows; ++row) {
    for (int32_t t = 0; t < kWords; ++t) {
      text.tokens[row * kLength + t] = static_cast<int32_t>(4 + (row + t) % 4);
    }
    text.tokens[row * kLength + kWords] = 2;
    text.lengths[row] = kLength;
  }
  return text;
}

/// The same without 30 % of their words: one sentence in four lacks none.
TokenBatch incomplete_language(int64_t rows) {
  TokenBatch text = language(rows);
  const RandomStream stream{1, Purpose::kSplit, 0};
  for (int64_t row = 0; row < rows; ++row) {
    for (int32_t t = 0; t < kWords; ++t) {
      const double number = stream.uniform(static_cast<uint64_t>(row), static_cast<uint32_t>(t));
      if (number < 0.3) text.tokens[row * kLength + t] = 1;
    }
  }
  return text;
}

/// What a generator writes.
struct Written {
  double right = 0;  ///< share of its sentences that are of the language
  size_t kinds = 0;  ///< sentences of the language among them
};

/// A generator that learns the language from the start by a strategy, and its adversary.
class Game {
 public:
  explicit Game(const std::string& name) {
    at::set_num_threads(1);
    world_.length = kLength;
    world_.generator = make_generator(generator_options(), {3, Purpose::kInitialize, 0});
    world_.discriminator =
        make_discriminator(discriminator_options(), {4, Purpose::kInitialize, 0});
    world_.objective = make_objective("non-saturating");
    world_.optimizer = std::make_unique<Optimizer>(
        *world_.generator, OptimizerOptions{.learning_rate = 0.005, .beta1 = 0.5});
    of_discriminator_ = std::make_unique<Optimizer>(
        *world_.discriminator, OptimizerOptions{.learning_rate = 0.002, .beta1 = 0.5});
    OptionSet options;
    options.get<GumbelSoftmaxOptions>() = {
        .estimator = "straight-through", .schedule = "constant", .inverse_temperature = 1.0};
    options.get<MissingDataOptions>() = {.generator_width = 32, .discriminator_width = 32};
    strategy_ = make_strategy(name, options);
    world_.add_networks(*strategy_, {.learning_rate = 0.002, .beta1 = 0.5});
  }

  Written learn(int64_t steps) {
    for (int64_t number = 0; number < steps; ++number) step(number);
    return written();
  }

 private:
  static GeneratorOptions generator_options() {
    GeneratorOptions options;
    options.vocabulary_size = 8;
    options.embedding_width = options.hidden_width = 16;
    options.length = kLength;
    return options;
  }
  static DiscriminatorOptions discriminator_options() {
    DiscriminatorOptions options;
    options.vocabulary_size = 8;
    options.embedding_width = 16;
    options.filter_widths = {1, 2, 3};
    options.filter_counts = {16, 16, 16};
    options.initial_weights = "torch";
    options.dropout = 0;
    options.length = kLength;
    return options;
  }

  void step(int64_t number) {
    std::vector<int64_t> rows;
    for (int64_t i = 0; i < kBatch; ++i) rows.push_back((number * kBatch + i) % text_.rows);
    world_.real = to_sentences(select_rows(text_, rows));
    StepContext context = world_.context(number, kBatch);
    const Sentences fakes = strategy_->fakes_for_discriminator(context, kBatch, 0);
    world_.discriminator->train();
    of_discriminator_->zero_grad();
    context.objective
        .discriminator_loss(*world_.discriminator, world_.real, fakes,
                            {17, Purpose::kNoise, static_cast<uint32_t>(number)})
        .backward();
    of_discriminator_->step(0.0);
    strategy_->update_generator(context);
  }

  Written written() const {
    engine::SampleRequest request;
    request.rows = 1000;
    request.length = kLength;
    const TokenBatch drawn = world_.generator->rollouts(world_.specials)->sample(request).tokens;
    const TokenBatch all = language(4);
    Written result;
    std::set<int64_t> kinds;
    for (int64_t row = 0; row < drawn.rows; ++row) {
      for (int64_t kind = 0; kind < all.rows; ++kind) {
        if (!std::ranges::equal(drawn.row(row), all.row(kind))) continue;
        result.right += 0.001;
        kinds.insert(kind);
      }
    }
    result.kinds = kinds.size();
    return result;
  }

  World world_;
  TokenBatch text_ = incomplete_language(1024);
  std::unique_ptr<Optimizer> of_discriminator_;
  std::unique_ptr<Strategy> strategy_;
};

/// By chance one sentence in 256 of four words would be right. A D that sees G's sentences as they
/// are tells them by their having all words, and leaves G with one of the four kinds.
TEST(MissingDataLearning, WritesWholeSentencesOfAllKinds) {
  const Written by_masks = Game("missing-data").learn(500);
  EXPECT_GT(by_masks.right, 0.7);
  EXPECT_EQ(by_masks.kinds, 4U);
  const Written plain = Game("gumbel-softmax").learn(500);
  EXPECT_LT(plain.right, by_masks.right - 0.2);
  EXPECT_LT(plain.kinds, 3U);
}

}  // namespace
}  // namespace lingan::missing_data_learning_test
