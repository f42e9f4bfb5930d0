#include <lingan/gan/strategies/temperature_schedule.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <lingan/base/error.h>

namespace lingan {
namespace {

/// A schedule: the share of the way, in what the schedule moves along, at step i of N >= 2.
struct Schedule {
  std::string_view name;
  double (*inverse_temperature)(double beta_max, double i, double n);
};

double constant(double beta_max, double, double) { return beta_max; }
double linear(double beta_max, double i, double n) { return 1 + (beta_max - 1) * (i / (n - 1)); }
double exponential(double beta_max, double i, double n) { return std::pow(beta_max, i / n); }
double logarithmic(double beta_max, double i, double n) {
  return 1 + (beta_max - 1) * (std::log(i + 1) / std::log(n));
}
double sigmoid(double beta_max, double i, double n) {
  return 1 + (beta_max - 1) / (1 + std::exp(20 * (n / 2 - i) / n));
}
double quadratic(double beta_max, double i, double n) {
  return 1 + (beta_max - 1) * (i * i / ((n - 1) * (n - 1)));
}
double square_root(double beta_max, double i, double n) {
  return 1 + (beta_max - 1) * std::sqrt(i / (n - 1));
}

constexpr std::array kSchedules = {
    Schedule{"constant", constant},       Schedule{"linear", linear},
    Schedule{"exponential", exponential}, Schedule{"log", logarithmic},
    Schedule{"sigmoid", sigmoid},         Schedule{"quadratic", quadratic},
    Schedule{"square-root", square_root},
};

}  // namespace

std::span<const std::string_view> temperature_schedules() {
  static constexpr auto names = [] {
    std::array<std::string_view, kSchedules.size()> all{};
    for (size_t index = 0; index < all.size(); ++index) all[index] = kSchedules[index].name;
    return all;
  }();
  return names;
}

double scheduled_inverse_temperature(std::string_view name, double beta_max, int64_t step,
                                     int64_t total_steps) {
  for (const Schedule& schedule : kSchedules) {
    if (schedule.name != name) continue;
    if (total_steps <= 1) return beta_max;
    const auto last = static_cast<double>(total_steps - 1);
    const double i = std::clamp(static_cast<double>(step), 0.0, last);
    return schedule.inverse_temperature(beta_max, i, last + 1);
  }
  std::string known;
  for (const std::string_view each : temperature_schedules()) {
    known += (known.empty() ? "" : ", ") + std::string(each);
  }
  throw UsageError("schedule '" + std::string(name) + "' is not known; expected one of " + known);
}

}  // namespace lingan
