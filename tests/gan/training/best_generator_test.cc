#include <lingan/gan/training/best_generator.h>

#include <gtest/gtest.h>

#include <limits>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>

namespace lingan::best_generator_test {
namespace {

std::shared_ptr<Generator> generator(uint32_t number, int64_t hidden_width = 3) {
  GeneratorOptions options;
  options.vocabulary_size = 6;
  options.embedding_width = 2;
  options.hidden_width = hidden_width;
  return make_generator(options, {1, Purpose::kInitialize, number});
}

bool has_weights_of(const BestGenerator& best, const Generator& generator) {
  for (const auto& parameter : generator.named_parameters()) {
    if (!torch::equal(best.weights().at(parameter.key()), parameter.value())) return false;
  }
  return true;
}

TEST(BestGenerator, KeepsTheWeightsOfTheLowestValue) {
  const auto first = generator(1), second = generator(2), third = generator(3);
  BestGenerator best;
  EXPECT_TRUE(best.offer(*first, 2.0, {}));
  EXPECT_TRUE(best.offer(*second, 1.0, {}));
  EXPECT_FALSE(best.offer(*third, 1.0, {}));
  EXPECT_TRUE(has_weights_of(best, *second));
  best.copy_to(*third);
  EXPECT_TRUE(has_weights_of(best, *third));
}

TEST(BestGenerator, TakesAnyValueAfterTheLowestIsForgotten) {
  const auto first = generator(1), second = generator(2);
  BestGenerator best;
  best.offer(*first, 1.0, {});
  best.forget_value();
  EXPECT_TRUE(has_weights_of(best, *first));
  EXPECT_TRUE(best.offer(*second, 5.0, {}));
}

TEST(BestGenerator, ComesBackFromACheckpoint) {
  const auto first = generator(1), second = generator(2);
  BestGenerator best, again;
  best.offer(*first, 1.5, {.phase = "pretrain", .step = 4, .figure = "nll"});
  nlohmann::json position;
  TensorFile file;
  best.save(position, file);
  again.restore(position, file, *second);
  EXPECT_TRUE(has_weights_of(again, *first));
  EXPECT_EQ(again.origin().phase, "pretrain");
  EXPECT_EQ(again.origin().step, 4);
  EXPECT_EQ(again.origin().figure, "nll");
  EXPECT_FALSE(again.offer(*second, 1.75, {}));
  EXPECT_THROW(again.restore(position, file, *generator(1, 4)), InputError);
}

TEST(BestGenerator, TakesNothingForWhatIsNotANumber) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const auto first = generator(1), second = generator(2);
  BestGenerator best;
  EXPECT_FALSE(best.offer(*first, none, {}));
  EXPECT_TRUE(best.weights().empty());
  best.offer(*first, 3.0, {});
  EXPECT_FALSE(best.offer(*second, none, {}));
  EXPECT_TRUE(best.offer(*second, 2.0, {}));
}

TEST(BestGenerator, ComesBackWithoutAValueWhereItHasNone) {
  const auto first = generator(1), second = generator(2);
  BestGenerator best, again;
  best.keep(*first, {.phase = "adversarial", .step = 2, .figure = "last"});
  nlohmann::json position;
  TensorFile file;
  best.save(position, file);
  EXPECT_FALSE(position.contains("best_value"));
  again.restore(position, file, *second);
  EXPECT_TRUE(has_weights_of(again, *first));
  EXPECT_TRUE(again.offer(*second, 1e9, {}));
}

TEST(WeightsOrigin, IsReadFromTheMetadataOfAFile) {
  TensorFile file;
  EXPECT_EQ(WeightsOrigin::described(file).phase, "");
  WeightsOrigin{.phase = "adversarial", .step = 30, .figure = "bleu-2"}.describe(file);
  const WeightsOrigin read = WeightsOrigin::described(file);
  EXPECT_EQ(read.phase, "adversarial");
  EXPECT_EQ(read.step, 30);
  EXPECT_EQ(read.figure, "bleu-2");
  for (const char* text : {"", "[]", R"({"phase":1,"step":2,"figure":"nll"})"}) {
    file.metadata["lingan.chosen"] = text;
    EXPECT_THROW(WeightsOrigin::described(file), InputError) << text;
  }
}

// What earlier versions left where a figure was not a number.
TEST(BestGenerator, ComesBackFromAValueThatIsNone) {
  const auto first = generator(1), second = generator(2);
  BestGenerator best, again;
  best.keep(*first, {});
  nlohmann::json position;
  TensorFile file;
  best.save(position, file);
  position.update({{"has_best", true}, {"best_value", nullptr}});
  again.restore(position, file, *second);
  EXPECT_TRUE(has_weights_of(again, *first));
  EXPECT_TRUE(again.offer(*second, 1e9, {}));
}

}  // namespace
}  // namespace lingan::best_generator_test
