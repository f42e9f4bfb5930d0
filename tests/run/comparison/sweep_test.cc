#include <lingan/run/comparison/sweep.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan::sweep_test {
namespace {

TEST(Sweep, HasNames) {
  for (const Sweep sweep : {Sweep::kTemperature, Sweep::kTopP}) {
    EXPECT_EQ(sweep_named(name_of(sweep)), sweep);
  }
  EXPECT_EQ(name_of(Sweep::kTopP), "top-p");
  EXPECT_THROW(sweep_named("top-k"), UsageError);
}

TEST(Sweep, ChangesOneOptionOfSampling) {
  const auto temperature = sampling_at(Sweep::kTemperature, 0.5);
  EXPECT_EQ(temperature.temperature, 0.5);
  EXPECT_FALSE(temperature.is_cut());
  const auto top_p = sampling_at(Sweep::kTopP, 0.5);
  EXPECT_EQ(top_p.temperature, 1);
  EXPECT_EQ(top_p.top_p, 0.5);
  EXPECT_FALSE(sampling_at(Sweep::kTopP, 1).is_cut());
}

}  // namespace
}  // namespace lingan::sweep_test
