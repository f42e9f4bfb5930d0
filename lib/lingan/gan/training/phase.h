/// A phase of training: what Trainer runs one after another.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/training_observer.h>
#include <lingan/gan/training/training_state.h>

namespace lingan {

/// Units (epochs, rounds) of optimizer steps. All that is random in
/// a step is a function of the run's seed and the step's position, so a phase continues from any
/// position as if it had never stopped.
class Phase {
 public:
  /// Where a phase is.
  struct Position {
    int64_t unit = 0;  ///< in 0..units()-1
    int64_t step = 0;  ///< optimizer step inside the unit, in 0..steps_in(unit)-1
  };

  /// What a step has led to.
  enum class Outcome {
    kContinues,
    kWorthSaving,  ///< a good place for a checkpoint
    kFinished,     ///< there is no further step
  };

  explicit Phase(TrainingState& state) : state_(state) {}
  virtual ~Phase() = default;
  Phase(const Phase&) = delete;
  Phase& operator=(const Phase&) = delete;

  /// How many units there are if nothing stops the phase early; 0: it has nothing to do.
  virtual int64_t units() const = 0;
  /// The key of a recipe that says so.
  virtual std::string_view units_key() const = 0;
  /// Optimizer steps of a unit, if nothing cuts it short.
  virtual int64_t steps_in(int64_t unit) const = 0;
  /// Units with those that end the phase (is_ending).
  virtual int64_t units_to_end() const { return units(); }
  /// Optimizer steps of all units.
  virtual int64_t total_steps() const { return units_to_end() * steps_in(0); }

  /// Training reaches the phase (it does not when a run is resumed inside it).
  virtual void begin() {}

  /// Takes an optimizer step, and after a unit's last one measures.
  /// @throws NumericError naming the step if its loss is NaN or infinite.
  Outcome step(TrainingObserver& observer);

  Position position() const { return position_; }
  /// @throws InputError if the phase has no such step.
  void move_to(const Position& position);
  /// The phase is over after so many units, or, with 0, has not begun.
  void leave_after(int64_t units) { position_ = {.unit = units, .step = 0}; }
  bool has_begun() const { return position_.unit > 0 || position_.step > 0; }

  /// Why the phase, which has taken steps, would not have taken the same ones if it had more units;
  /// empty: it would. A message names units_key() before it.
  virtual std::string why_not_longer() const { return {}; }

  /// Whether the next step only ends the phase: if it had more units, it would take them first.
  virtual bool is_ending() const { return false; }
  /// Goes back to where it began to end, which it does or has done.  @return how many steps it had
  /// taken to end.
  virtual int64_t reopen() { return 0; }

  /// Adds what the phase keeps between units to a checkpoint's position.
  virtual void save(nlohmann::json& position) const {}
  /// Puts it back.  @throws nlohmann::json::exception if it is not there.
  virtual void restore(const nlohmann::json& position) {}

 protected:
  virtual void take_step() = 0;
  /// Share of all steps that were taken, in [0, 1): where schedules are.
  double progress() const;
  /// Called after the last step of a unit; position().unit is still this unit.
  virtual Outcome finish_unit(TrainingObserver& observer) = 0;

  /// All figures of a step by name: the only time that it waits for a device.
  /// @param whose  loss it is, for the message.
  /// @throws NumericError if one is NaN or infinite.
  std::map<std::string, double> read_back(const StepReport& report, const char* whose) const;

  /// The reason of why_not_longer() that a learning rate gives whose schedule takes the phase's
  /// whole length; empty: it gives none.
  /// @param player  whose table has the options.
  static std::string why_rate_fixes_length(const std::string& player,
                                           const OptimizerOptions& options);
  /// Leaves out steps of the unit after the present one.
  void skip_steps(int64_t count) { position_.step += count; }

  /// Adds a discriminator's step to the means.
  void add_discriminator_figures(const StepReport& report);

  TrainingState& state_;

 private:
  Position position_;
};

}  // namespace lingan
