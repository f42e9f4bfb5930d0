#include <lingan/gan/training/before_end.h>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lingan::before_end_test {
namespace {

std::shared_ptr<Generator> generator(uint32_t number) {
  GeneratorOptions options;
  options.vocabulary_size = 6;
  options.embedding_width = 2;
  options.hidden_width = 3;
  return make_generator(options, {1, Purpose::kInitialize, number});
}

bool same_weights(const Generator& a, const Generator& b) {
  const auto others = b.named_parameters();
  for (const auto& parameter : a.named_parameters()) {
    if (!torch::equal(parameter.value(), others[parameter.key()])) return false;
  }
  return true;
}

/// Through a checkpoint and back.
BeforeEnd stored(const BeforeEnd& before) {
  nlohmann::json position = nlohmann::json::object();
  TensorFile file;
  before.save(position, file);
  BeforeEnd read;
  read.restore(position, file, *generator(9));
  return read;
}

TEST(BeforeEnd, PutsBackTheWeightsOfTheLastStep) {
  const auto last = generator(1), best = generator(2);
  BeforeEnd before;
  before.keep_weights(*last);
  BestGenerator chosen;
  RunningMeans means;
  stored(before).put_back(*best, chosen, means);
  EXPECT_TRUE(same_weights(*best, *last));
}

TEST(BeforeEnd, PutsBackTheChoiceAndTheFiguresBeforeAMeasurement) {
  const auto first = generator(1), second = generator(2), present = generator(3);
  BestGenerator best;
  best.offer(*first, 2.0, {});
  RunningMeans means;
  means.add("loss", 4.0);
  BeforeEnd before;
  before.keep_choice(best, means);
  EXPECT_TRUE(before.has_choice());
  best.offer(*second, 1.0, {});
  means.take();
  stored(before).put_back(*present, best, means);
  best.copy_to(*present);
  EXPECT_TRUE(same_weights(*present, *first));
  EXPECT_EQ(means.take().at("loss"), 4.0);
  EXPECT_TRUE(best.offer(*second, 1.5, {})) << "the lower value is forgotten";
}

TEST(BeforeEnd, LeavesAllAsItIsWhereNothingWasKept) {
  const auto present = generator(3);
  BeforeEnd before;
  before.keep_weights(*generator(1));
  before.forget();
  BestGenerator best;
  RunningMeans means;
  means.add("loss", 4.0);
  stored(before).put_back(*present, best, means);
  EXPECT_TRUE(same_weights(*present, *generator(3)));
  EXPECT_EQ(means.take().at("loss"), 4.0);
}

}  // namespace
}  // namespace lingan::before_end_test
