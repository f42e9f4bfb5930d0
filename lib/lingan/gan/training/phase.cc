#include <lingan/gan/training/phase.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/unusual_numbers.h>

namespace lingan {

namespace {

/// What to change before the learning rates.
std::string advice(const Recipe& recipe) {
  const std::string unusual = unusual_numbers(recipe);
  return unusual.empty() ? "" : "numbers of a usual size (" + unusual + "), or ";
}

}  // namespace

Phase::Outcome Phase::step(TrainingObserver& observer) {
  if (units() == 0) return Outcome::kFinished;
  take_step();
  if (++position_.step < steps_in(position_.unit)) return Outcome::kContinues;
  const Outcome outcome = finish_unit(observer);
  position_ = {.unit = position_.unit + 1, .step = 0};
  return outcome;
}

double Phase::progress() const {
  const auto [unit, step] = position_;
  const double of_unit = static_cast<double>(step) / static_cast<double>(steps_in(unit));
  return (static_cast<double>(unit) + of_unit) / static_cast<double>(units());
}

std::string Phase::why_rate_fixes_length(const std::string& player,
                                         const OptimizerOptions& options) {
  if (!depends_on_length(options)) return {};
  return fmt::format(
      "the learning rate depends on it (optimizer.{}.schedule = \"{}\"), and steps "
      "were taken by that schedule",
      player, options.schedule);
}

void Phase::move_to(const Position& position) {
  const int64_t maximum = is_ending() ? units_to_end() : units();
  if (position.unit < 0 || position.unit >= std::max<int64_t>(maximum, 1) || position.step < 0 ||
      position.step >= steps_in(position.unit)) {
    throw InputError("its position is not one of this recipe and corpus");
  }
  position_ = position;
}

std::map<std::string, double> Phase::read_back(const StepReport& report, const char* whose) const {
  auto figures = report.values;
  figures["loss"] = report.loss;
  figures["gradient-norm"] = report.gradient_norm;
  std::vector<torch::Tensor> row;
  row.reserve(figures.size());
  for (const auto& [name, value] : figures) row.push_back(value.to(torch::kFloat64));
  const torch::Tensor host = torch::stack(row).cpu();
  std::map<std::string, double> values;
  const double* next = host.const_data_ptr<double>();
  for (const auto& [name, value] : figures) {
    if (!std::isfinite(*next)) {
      throw NumericError(
          fmt::format("the {} {} is not finite at step {}, batch {}; what was saved before is "
                      "kept; start a run with {}a lower learning_rate or a gradient_clip in its "
                      "[optimizer] tables",
                      whose, name, position_.unit + 1, position_.step + 1, advice(state_.recipe)));
    }
    values[name] = *next++;
  }
  return values;
}

void Phase::add_discriminator_figures(const StepReport& report) {
  const auto figures = read_back(report, "discriminator");
  for (const char* name : {"loss", "gradient-norm"}) {
    state_.means.add(std::string("discriminator-") + name, figures.at(name));
  }
  for (const auto& [name, value] : report.values) state_.means.add(name, figures.at(name));
}

}  // namespace lingan
