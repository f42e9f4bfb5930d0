/// An estimator of a gradient that only the test of variants knows.
#include <lingan/gradients/estimators.h>

namespace lingan::gradients {

EstimatorCard toy_estimator_card() {
  return {.name = "toy",
          .summary = "an estimator to play with",
          .paper = "none",
          .moments = [](const GradientTable& table, const EstimatorSettings&) {
            Moments exact;
            exact.mean = exact_gradient(table);
            exact.variances.assign(squared_norms(table, exact.mean).size(), 0.0);
            return exact;
          }};
}

}  // namespace lingan::gradients
