#include <lingan/gan/strategies/temperature_schedule.h>

#include <algorithm>
#include <cmath>

namespace lingan {

double TemperatureSchedule::inverse_temperature(double beta_max, int64_t step,
                                                int64_t total_steps) const {
  if (total_steps <= 1) return step <= 0 ? beta(beta_max, 0, 2) : beta_max;
  const auto last = static_cast<double>(total_steps - 1);
  return beta(beta_max, std::clamp(static_cast<double>(step), 0.0, last), last + 1);
}

TemperatureSchedule constant_schedule_card() {
  return {.name = "constant",
          .summary = "beta_max",
          .paper = "Nie et al. 2019, RelGAN's program",
          .beta = [](double beta_max, double, double) { return beta_max; }};
}

TemperatureSchedule linear_schedule_card() {
  return {.name = "linear",
          .summary = "s + (beta_max - s) i / (N - 1)",
          .paper = "Nie et al. 2019, RelGAN's program",
          .beta = [](double beta_max, double i, double n) {
            return 1 + (beta_max - 1) * (i / (n - 1));
          }};
}

TemperatureSchedule exponential_schedule_card() {
  return {.name = "exponential",
          .summary = "s (beta_max / s)^(i / N)",
          .paper = "Nie et al. 2019 (RelGAN)",
          .beta = [](double beta_max, double i, double n) { return std::pow(beta_max, i / n); }};
}

TemperatureSchedule logarithmic_schedule_card() {
  return {.name = "log",
          .summary = "s + (beta_max - s) ln(i + 1) / ln N",
          .paper = "Nie et al. 2019, RelGAN's program",
          .beta = [](double beta_max, double i, double n) {
            return 1 + (beta_max - 1) * (std::log(i + 1) / std::log(n));
          }};
}

TemperatureSchedule sigmoid_schedule_card() {
  return {.name = "sigmoid",
          .summary = "s + (beta_max - s) / (1 + e^(20 (N/2 - i) / N))",
          .paper = "Nie et al. 2019, RelGAN's program",
          .beta = [](double beta_max, double i, double n) {
            return 1 + (beta_max - 1) / (1 + std::exp(20 * (n / 2 - i) / n));
          }};
}

TemperatureSchedule quadratic_schedule_card() {
  return {.name = "quadratic",
          .summary = "s + (beta_max - s) i^2 / (N - 1)^2",
          .paper = "Nie et al. 2019, RelGAN's program",
          .beta = [](double beta_max, double i, double n) {
            return 1 + (beta_max - 1) * (i * i / ((n - 1) * (n - 1)));
          }};
}

TemperatureSchedule square_root_schedule_card() {
  return {.name = "square-root",
          .summary = "s + (beta_max - s) sqrt(i / (N - 1))",
          .paper = "Nie et al. 2019, RelGAN's program",
          .beta = [](double beta_max, double i, double n) {
            return 1 + (beta_max - 1) * std::sqrt(i / (n - 1));
          }};
}

}  // namespace lingan
