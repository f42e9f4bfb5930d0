#include <gtest/gtest.h>

#include <lingan/gan/objectives/f_divergence.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::f_divergence_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

OptionSet of(std::string_view divergence, bool saturating = false) {
  OptionSet options;
  options.get<FDivergenceOptions>() = {std::string(divergence), saturating};
  return options;
}

/// A divergence: f (Nowozin et al. 2016, table 1) and the C at which T = f'(p / q) (table 6).
struct Known {
  std::string_view name;
  double (*f)(double u);
  double (*optimum)(double u);
};

const std::vector<Known> kKnown = {
    {"kl", [](double u) { return u * std::log(u); }, [](double u) { return 1 + std::log(u); }},
    {"reverse-kl", [](double u) { return -std::log(u); }, [](double u) { return std::log(u); }},
    {"jensen-shannon", [](double u) { return u * std::log(u) - (u + 1) * std::log((u + 1) / 2); },
     [](double u) { return std::log(u); }},
    {"pearson", [](double u) { return (u - 1) * (u - 1); }, [](double u) { return 2 * (u - 1); }},
    {"squared-hellinger", [](double u) { return std::pow(std::sqrt(u) - 1, 2); },
     [](double u) { return std::log(u) / 2; }},
    {"total-variation", [](double u) { return std::abs(u - 1) / 2; },
     [](double u) { return u > 1 ? 30.0 : -30.0; }}};

/// The outputs of ten sentences of which `first` are of the one kind, the rest of the other.
torch::Tensor ten(int64_t first, double of_first, double of_rest) {
  return torch::cat({torch::full({first}, of_first, torch::kFloat64),
                     torch::full({10 - first}, of_rest, torch::kFloat64)});
}

/// P = (0.7, 0.3), Q = (0.4, 0.6): with the best D the bound is the divergence, with another less.
TEST(FDivergence, BoundsTheDivergenceOfItsDefinition) {
  ASSERT_EQ(kKnown.size(), kDivergences.size());
  for (const Known& known : kKnown) {
    const double u = 0.7 / 0.4, v = 0.3 / 0.6;
    const double exact = 0.4 * known.f(u) + 0.6 * known.f(v);
    const double c = known.optimum(u), e = known.optimum(v);
    const auto bound = [&](double shift) {
      return -losses("f-divergence", ten(7, c + shift, e), ten(4, c + shift, e), of(known.name))
                  .discriminator;
    };
    EXPECT_NEAR(bound(0), exact, 1e-9) << known.name;
    EXPECT_LT(bound(known.name == "total-variation" ? -30 : 0.3), exact - 1e-6) << known.name;
    EXPECT_LT(bound(-0.3), exact + 1e-9) << known.name;
  }
}

/// T and f*(T) at C = 0.5 and -3, by the paper's table.
TEST(FDivergence, HasItsHandComputedGeneratorLosses) {
  const auto mean_of = [](double (*f)(double)) { return (f(0.5) + f(-3)) / 2; };
  const auto generator = [](const char* name, bool saturating) {
    return losses("f-divergence", values(kReal), values(kFake), of(name, saturating)).generator;
  };
  EXPECT_NEAR(generator("kl", false), 1.25, 1e-12);
  EXPECT_NEAR(generator("kl", true), -mean_of([](double c) { return std::exp(c - 1); }), 1e-12);
  EXPECT_NEAR(generator("reverse-kl", false), mean_of([](double c) { return std::exp(-c); }),
              1e-12);
  EXPECT_NEAR(generator("reverse-kl", true),
              -mean_of([](double c) { return -1 - std::log(std::exp(-c)); }), 1e-12);
  EXPECT_NEAR(generator("jensen-shannon", false),
              -mean_of([](double c) { return std::log(2) - std::log1p(std::exp(-c)); }), 1e-12);
  EXPECT_NEAR(generator("jensen-shannon", true), -mean_of([](double c) {
                return -std::log(2 - std::exp(std::log(2) - std::log1p(std::exp(-c))));
              }),
              1e-12);
  EXPECT_NEAR(generator("pearson", true), -mean_of([](double c) { return c * c / 4 + c; }), 1e-12);
  EXPECT_NEAR(generator("squared-hellinger", true), -mean_of([](double c) {
                const double t = 1 - std::exp(-c);
                return t / (1 - t);
              }),
              1e-12);
  EXPECT_NEAR(generator("total-variation", false),
              -mean_of([](double c) { return std::tanh(c) / 2; }), 1e-12);
}

}  // namespace
}  // namespace lingan::f_divergence_test
