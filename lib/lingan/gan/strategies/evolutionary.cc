/// A child for every mutation and temperature, of which the fittest lives on: Wang et al. 2019,
/// Evolutionary Generative Adversarial Networks, algorithm 1; with temperatures, Liu et al. 2020
/// (CatGAN). There is one parent (E-GAN's mu = 1, CatGAN's n_parent = 1).
#include <lingan/gan/strategies/evolutionary.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/chosen_relaxation.h>
#include <lingan/gan/strategies/fitness.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/optimizers/optimizer_snapshot.h>

namespace lingan {
namespace {

const std::string kTemperature = "temperature";

struct Mutation {
  std::string name;                // empty: the recipe's objective
  std::shared_ptr<Objective> own;  // null likewise
};

/// A generator that was tried: what it became, and figures of it as tensors.
struct Child {
  OptimizerSnapshot weights;
  torch::Tensor fitness;      // [] float64; lowest of all where anything of it is not finite
  torch::Tensor mutation;     // [] int64, its number
  torch::Tensor temperature;  // [1] int64, its number
  StepReport report;

  /// Becomes the other one where `chosen` says so.
  void become(const Child& other, const torch::Tensor& chosen) {
    const auto take = [&](torch::Tensor& own, const torch::Tensor& theirs) {
      own = torch::where(chosen, theirs, own);
    };
    weights.become(other.weights, chosen);
    take(fitness, other.fitness);
    take(mutation, other.mutation);
    take(temperature, other.temperature);
    take(report.loss, other.report.loss);
    take(report.gradient_norm, other.report.gradient_norm);
    for (auto& [name, value] : report.values) take(value, other.report.values.at(name));
  }
};

class Evolutionary final : public Strategy {
 public:
  Evolutionary(const EvolutionaryOptions& options, const OptionSet& set)
      : options_(options),
        relaxed_(set.get<GumbelSoftmaxOptions>()),
        path_(temperature_path(relaxed_)),
        temperature_(torch::zeros({1}, torch::dtype(torch::kInt64).device(compute_device()))) {
    gumbel_estimator(relaxed_.estimator);
    for (const std::string& name : mutation_names(options.mutations)) {
      mutations_.push_back({name, make_objective(name, set)});
    }
    if (mutations_.empty()) mutations_.push_back({});
  }

  StepReport update_generator(StepContext& context) override {
    const OptimizerSnapshot parent(context.generator, context.generator_optimizer);
    FitnessMeasure measure(context, options_);
    const std::vector<double> betas = inverse_temperatures(context);
    std::optional<Child> best;
    for (size_t mutation = 0; mutation < mutations_.size(); ++mutation) {
      for (size_t temperature = 0; temperature < betas.size(); ++temperature) {
        if (best) parent.put_back(context.generator, context.generator_optimizer);
        Child child = bear(context, measure, {mutation, temperature, betas[temperature]});
        if (best) {
          best->become(child, child.fitness > best->fitness);
        } else {
          best.emplace(std::move(child));
        }
      }
    }
    best->weights.put_back(context.generator, context.generator_optimizer);
    temperature_ = best->temperature;
    add_shares(*best);
    return best->report;
  }

  /// Of the survivor, at its temperature.
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return relaxed_fakes(context,
                         ChosenRelaxation(relaxed_, inverse_temperatures(context), temperature_),
                         rows, first_row);
  }

  bool depends_on_total_steps() const override { return path_.depends_on_total_steps(); }

  std::map<std::string, torch::Tensor> state() const override {
    return {{kTemperature, temperature_.clone()}};
  }
  void restore(const std::map<std::string, torch::Tensor>& state) override {
    const auto temperature = state.find(kTemperature);
    if (temperature == state.end() || temperature->second.numel() != 1) {
      throw InputError("the saved state lacks " + kTemperature);
    }
    temperature_ = temperature->second.to(compute_device(), torch::kInt64).reshape({1});
  }

 private:
  /// How a child comes about.
  struct Origin {
    size_t mutation, temperature;  // their numbers
    double beta;
  };

  /// The schedule's at this step, a shift later and a shift earlier, where there is an earlier one.
  std::vector<double> inverse_temperatures(const StepContext& context) const {
    std::vector<double> betas = {path_.at(context.step, context.total_steps)};
    const int64_t shift = options_.temperature_shift;
    if (shift == 0 || !path_.schedule.rises()) return betas;
    betas.push_back(path_.at(context.step + shift, context.total_steps));
    if (context.step >= shift) {
      betas.push_back(path_.at(context.step - shift, context.total_steps));
    }
    return betas;
  }

  /// A child of the generator as it is, in its place.
  Child bear(StepContext& context, FitnessMeasure& measure, const Origin& origin) const {
    const auto& own = mutations_[origin.mutation].own;
    const GumbelSoftmaxRelaxation relaxation(relaxed_, origin.beta);
    StepReport report = pathwise_step(context, relaxation, own ? *own : context.objective);
    const torch::Tensor norm = report.gradient_norm;
    const Fitness fitness = measure.of(relaxation);
    const auto total = fitness.total(options_.diversity_weight);
    report.values["fitness"] = total;
    report.values["quality"] = fitness.quality;
    if (fitness.diversity.defined()) report.values["diversity"] = fitness.diversity;
    report.values["inverse-temperature"] = torch::full_like(norm, origin.beta);
    const auto is_sound = torch::isfinite(total).logical_and(torch::isfinite(norm));
    const auto numbered = [&norm](size_t number) {
      return torch::full({}, static_cast<int64_t>(number), norm.options().dtype(torch::kInt64));
    };
    return {.weights = OptimizerSnapshot(context.generator, context.generator_optimizer),
            .fitness = torch::where(is_sound, total, torch::full_like(total, -kInfinity)),
            .mutation = numbered(origin.mutation),
            .temperature = numbered(origin.temperature).reshape({1}),
            .report = std::move(report)};
  }

  /// 1 for the mutation that was kept, 0 for the others: of many steps the means are shares.
  void add_shares(Child& best) const {
    for (size_t number = 0; number < mutations_.size(); ++number) {
      const std::string& name = mutations_[number].name;
      if (name.empty()) continue;
      best.report.values["kept-" + name] =
          (best.mutation == static_cast<int64_t>(number)).to(torch::kFloat64);
    }
  }

  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  EvolutionaryOptions options_;
  GumbelSoftmaxOptions relaxed_;
  TemperaturePath path_;
  std::vector<Mutation> mutations_;
  torch::Tensor temperature_;  // [1], number of the survivor's among those of its step
};

}  // namespace

std::unique_ptr<Strategy> make_evolutionary(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Evolutionary>(options.get<EvolutionaryOptions>(), options);
}

}  // namespace lingan
