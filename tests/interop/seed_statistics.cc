/// Prints the statistics over seeds of each line of stdin, which holds values of two systems in
/// pairs: a1 b1 a2 b2 ..; the last line of output is Holm's correction of all t-tests.
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/metrics/significance/few_runs.h>
#include <lingan/metrics/significance/holm.h>
#include <lingan/metrics/significance/mean_deviation.h>
#include <lingan/metrics/significance/seed_bootstrap.h>
#include <lingan/metrics/significance/sign_flip.h>
#include <lingan/metrics/significance/students_t.h>

using namespace lingan::metrics;

namespace {

nlohmann::json interval_of(const std::vector<double>& values, Statistic statistic) {
  const Interval interval = bootstrap_interval(values, statistic);
  return {interval.low, interval.high};
}

nlohmann::json statistics_of(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> differences(a);
  for (size_t i = 0; i < b.size(); ++i) differences[i] -= b[i];
  const auto mean = [](std::span<const double> values) { return mean_deviation(values).mean; };
  return {{"sign-flip", sign_flip_p(differences)},
          {"t", paired_t_p(differences)},
          {"tail", expanded_tail(a.size())},
          {"interval", interval_of(differences, mean)},
          {"iqm", interquartile_mean(differences)},
          {"iqm-interval", interval_of(differences, interquartile_mean)},
          {"effect", paired_effect_size(differences)},
          {"improvement", probability_of_improvement(a, b)}};
}

}  // namespace

int main() {
  std::vector<double> p;
  for (std::string line; std::getline(std::cin, line);) {
    std::vector<double> a;
    std::vector<double> b;
    std::istringstream values(line);
    for (double one = 0, other = 0; values >> one >> other;) {
      a.push_back(one);
      b.push_back(other);
    }
    const auto statistics = statistics_of(a, b);
    p.push_back(statistics.at("t"));
    std::cout << statistics << '\n';
  }
  std::cout << nlohmann::json(holm_adjusted(p)) << '\n';
}
