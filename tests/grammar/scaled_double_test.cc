#include <lingan/grammar/scaled_double.h>

#include <gtest/gtest.h>

#include <random>

namespace lingan::scaled_double_test {
namespace {

TEST(ScaledDouble, CalculatesAsDoubleDoesInsideItsRange) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-100, 100);
  for (int i = 0; i < 10000; ++i) {
    const double a = std::exp2(exponent(random)), b = std::exp2(exponent(random));
    EXPECT_EQ((ScaledDouble(a) * ScaledDouble(b)).value(), a * b);
    ScaledDouble sum(a);
    sum += ScaledDouble(b);
    EXPECT_EQ(sum.value(), a + b);
    EXPECT_NEAR(ScaledDouble(a).log(), std::log(a), 1e-13 * std::abs(std::log(a)) + 1e-15);
  }
}

TEST(ScaledDouble, NeitherUnderflowsNorOverflows) {
  ScaledDouble tiny(1.0), huge(1.0);
  for (int i = 0; i < 100; ++i) {
    tiny = tiny * ScaledDouble(1e-300);
    huge = huge * ScaledDouble(1e300);
  }
  EXPECT_NEAR(tiny.log(), -30000 * std::log(10.0), 1e-8);
  EXPECT_NEAR((tiny * huge).value(), 1.0, 1e-12);
  EXPECT_EQ(tiny.value(), 0.0);
  EXPECT_EQ(huge.value(), std::numeric_limits<double>::infinity());
  ScaledDouble twice = tiny;
  twice += tiny;
  EXPECT_NEAR(twice.log() - tiny.log(), std::log(2.0), 1e-10);
}

TEST(ScaledDouble, HasAZero) {
  const ScaledDouble zero, one(1.0);
  EXPECT_TRUE(zero.zero());
  EXPECT_TRUE(ScaledDouble(0.0).zero());
  EXPECT_FALSE(one.zero());
  EXPECT_EQ(zero * one, zero);
  ScaledDouble sum = zero;
  sum += one;
  EXPECT_EQ(sum, one);
  sum += zero;
  EXPECT_EQ(sum, one);
  EXPECT_EQ(zero.log(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(zero.value(), 0.0);
}

TEST(ScaledDouble, LosesOnlyWhatIsFarBelowItsPrecision) {
  ScaledDouble sum(1.0);
  sum += ScaledDouble(0x1p-70);
  EXPECT_EQ(sum.value(), 1.0);
  sum += ScaledDouble(0x1p-52);
  EXPECT_EQ(sum.value(), 1.0 + 0x1p-52);
  ScaledDouble small(0x1p-300);
  small += ScaledDouble(0x1p300);
  EXPECT_EQ(small.value(), 0x1p300);
}

}  // namespace
}  // namespace lingan::scaled_double_test
