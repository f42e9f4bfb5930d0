#include <lingan/gan/strategies/logit_scale.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::logit_scale_test {
namespace {

// Of the sentences with output 1, three in four are real: their log odds are ln 3.
TEST(LogitScale, IsThatOfTheTrueLogOdds) {
  const auto real = torch::tensor({1.0, 1.0, 1.0, -1.0}), fake = -real;
  const LogitScale fitted = fit_logit_scale(real, fake);
  EXPECT_NEAR(fitted.scale, std::log(3.0), 1e-9);
  EXPECT_NEAR(fitted.cross_entropy, -0.75 * std::log(0.75) - 0.25 * std::log(0.25), 1e-9);
  EXPECT_NEAR(fitted.accuracy, 0.75, 1e-12);
}

TEST(LogitScale, IsNothingForOutputsThatTellNothingOrTheWrongThing) {
  const auto outputs = torch::tensor({-1.0, 0.5, 2.0});
  for (const auto& real : {outputs, outputs - 1}) {
    const LogitScale fitted = fit_logit_scale(real, outputs);
    EXPECT_NEAR(fitted.cross_entropy, std::log(2.0), real.is_same(outputs) ? 0.05 : 1e-9);
  }
  EXPECT_NEAR(fit_logit_scale(outputs - 1, outputs).scale, 0, 1e-9);
}

TEST(LogitScale, IsBoundedWhereAllIsTold) {
  EXPECT_NEAR(fit_logit_scale(torch::tensor({1.0}), torch::tensor({-1.0})).scale, kLargestScale,
              1e-6);
}

}  // namespace
}  // namespace lingan::logit_scale_test
