#include <lingan/gan/strategies/evolutionary.h>

#include <gtest/gtest.h>

#include <set>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>

#include "tests/gan/objectives/losses.h"
#include "tests/gan/read_backs.h"
#include "tests/gan/toy.h"

namespace lingan::evolutionary_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int64_t kBatch = 6;
constexpr double kRate = 0.05;

std::unique_ptr<Strategy> strategy_of(const EvolutionaryOptions& own,
                                      const GumbelSoftmaxOptions& relaxed = {}) {
  OptionSet options;
  options.get<EvolutionaryOptions>() = own;
  options.get<GumbelSoftmaxOptions>() = relaxed;
  return make_strategy("evolutionary", options);
}

StepReport step(World& world, Strategy& strategy, int64_t number) {
  StepContext context = world.context(number, kBatch);
  return strategy.update_generator(context);
}

/// Weights and all that Adam keeps.
std::map<std::string, torch::Tensor> all_of(const World& world) {
  TensorFile file;
  collect_tensors(*world.generator, "", file);
  world.optimizer->save("adam.", file);
  return file.tensors;
}

void expect_same(const World& a, const World& b) {
  const auto of_b = all_of(b);
  for (const auto& [name, tensor] : all_of(a)) {
    EXPECT_TRUE(torch::equal(tensor, of_b.at(name))) << name;
  }
}

TEST(Mutations, AreNamesBetweenCommas) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(mutation_names(""), Names{});
  EXPECT_EQ(mutation_names("  "), Names{});
  EXPECT_EQ(mutation_names("minimax"), Names{"minimax"});
  EXPECT_EQ(mutation_names(" minimax ,hinge"), (Names{"minimax", "hinge"}));
  EXPECT_EQ(mutation_names("minimax,,"), (Names{"minimax", "", ""}));
}

TEST(Evolutionary, StepsAsGumbelSoftmaxDoesByOneMutationAtOneTemperature) {
  for (const char* mutation : {"relativistic-average", "minimax"}) {
    for (const char* schedule : {"constant", "linear"}) {
      const GumbelSoftmaxOptions relaxed{"soft", schedule, 6};
      World plain = make_world({}, kRate, mutation), evolved = make_world({}, kRate, "hinge");
      OptionSet options;
      options.get<GumbelSoftmaxOptions>() = relaxed;
      const auto theirs = make_strategy("gumbel-softmax", options);
      const auto ours = strategy_of({.mutations = mutation, .temperature_shift = 0}, relaxed);
      for (int64_t number = 0; number < 3; ++number) {
        const StepReport report = step(evolved, *ours, number);
        EXPECT_TRUE(torch::equal(report.loss, step(plain, *theirs, number).loss));
        EXPECT_EQ(report.values.at("kept-" + std::string(mutation)).item<double>(), 1);
        expect_same(plain, evolved);
      }
      StepContext of_plain = plain.context(2, kBatch), of_evolved = evolved.context(2, kBatch);
      EXPECT_TRUE(torch::equal(theirs->fakes_for_discriminator(of_plain, 5, 1).one_hot,
                               ours->fakes_for_discriminator(of_evolved, 5, 1).one_hot));
    }
  }
}

/// C = c + the mean weight of the tokens.
class HighDiscriminator : public ToyDiscriminator {
 public:
  explicit HighDiscriminator(double constant) : ToyDiscriminator(5, 3), constant_(constant) {
    weights_ = register_parameter("weights", torch::tensor({0.3f, -0.1f, 0.2f, 0.5f, -0.4f}));
  }
  torch::Tensor logits(const Sentences& s) override {
    const auto rows = s.one_hot.defined() ? s.one_hot.matmul(weights_) : weights_.index({s.tokens});
    return constant_ + rows.mean(1);
  }

 private:
  double constant_;
  torch::Tensor weights_;
};

/// Least squares draws outputs of about 2 down to 1, and the other loss drives them up.
TEST(Evolutionary, KeepsTheChildThatDFindsMoreReal) {
  for (const char* mutations : {"least-squares, non-saturating", "non-saturating, least-squares"}) {
    World world = make_world({}, kRate);
    world.discriminator = std::make_shared<HighDiscriminator>(2);
    const auto strategy = strategy_of({.mutations = mutations, .diversity_weight = 0});
    for (int64_t number = 0; number < 3; ++number) {
      const StepReport report = step(world, *strategy, number);
      EXPECT_EQ(report.values.at("kept-non-saturating").item<double>(), 1) << mutations;
      EXPECT_EQ(report.values.at("kept-least-squares").item<double>(), 0) << mutations;
    }
  }
}

/// The squares of a gradient of 1e30 overflow, and its child stays where it was; fitness is equal.
TEST(Evolutionary, KeepsNoChildWhoseGradientIsNotFinite) {
  for (const char* mutations : {"least-squares, minimax", "minimax, least-squares"}) {
    World world = make_world({}, kRate);
    world.discriminator = std::make_shared<HighDiscriminator>(1e30);
    World alone = make_world({}, kRate, "minimax");
    alone.discriminator = world.discriminator;
    const EvolutionaryOptions one{.temperature_shift = 0, .diversity_weight = 0};
    EvolutionaryOptions both = one;
    both.mutations = mutations;
    const auto of_both = strategy_of(both), of_one = strategy_of(one);
    for (int64_t number = 0; number < 2; ++number) {
      const StepReport report = step(world, *of_both, number);
      EXPECT_EQ(report.values.at("kept-minimax").item<double>(), 1) << mutations;
      EXPECT_TRUE(std::isfinite(report.gradient_norm.item<double>()));
      step(alone, *of_one, number);
      expect_same(world, alone);
    }
  }
}

TEST(Evolutionary, WaitsForNoDevice) {
  for (const char* diversity : {kGradient, kLikelihood}) {
    World world = make_world(kNoEos, kRate);
    const auto strategy =
        strategy_of({.mutations = "minimax, non-saturating, brier", .diversity = diversity});
    step(world, *strategy, 0);
    const ReadBacks read_backs;
    step(world, *strategy, 1);
    StepContext context = world.context(1, kBatch);
    strategy->fakes_for_discriminator(context, 5, 0);
    EXPECT_EQ(read_backs.seen(), 0) << diversity;
  }
}

/// Worlds in which every step was by one objective at one inverse temperature.
struct Choice {
  std::string objective;
  double beta;
};

World replayed(const std::vector<Choice>& choices) {
  World world = make_world({}, kRate);
  for (size_t number = 0; number < choices.size(); ++number) {
    world.objective = make_objective(choices[number].objective);
    OptionSet options;
    options.get<GumbelSoftmaxOptions>() = {"soft", "constant", choices[number].beta};
    step(world, *make_strategy("gumbel-softmax", options), static_cast<int64_t>(number));
  }
  return world;
}

/// <sigma(C_f - <C_r>)> + 0.3 of the mean -ln p of a drawn token.
double fitness_by_hand(World& world, int64_t number, double beta) {
  const torch::NoGradGuard no_gradient;
  const GumbelSoftmaxOptions options;
  const Sentences fakes =
      unroll_relaxed(*world.generator, world.specials, GumbelSoftmaxRelaxation(options, beta),
                     {{17, Purpose::kNoise, static_cast<uint32_t>(number)}, kBatch, kBatch, 3});
  const auto real = world.discriminator->logits(world.real).mean();
  const auto quality = torch::sigmoid(world.discriminator->logits(fakes) - real).mean();
  TokenBatch drawn = TokenBatch::filled(kBatch, 3, 0);
  const auto tokens = fakes.one_hot.argmax(2);
  for (int64_t row = 0; row < kBatch; ++row) {
    drawn.lengths[row] = static_cast<int32_t>(fakes.lengths[row].item<int64_t>());
    for (int64_t t = 0; t < 3; ++t) {
      drawn.tokens[row * 3 + t] = static_cast<int32_t>(tokens[row][t].item<int64_t>());
    }
  }
  const auto nll = -log_probability(world, drawn).sum() / fakes.lengths.sum();
  return quality.item<double>() + 0.3 * nll.item<double>();
}

/// Every child made in a world of its own, the fittest replayed: the same weights, moments, figures
/// and fakes, so that the moments of the kept child are what the next step goes on with.
TEST(Evolutionary, IsTheSearchOverAllChildrenByHand) {
  const GumbelSoftmaxOptions relaxed{"soft", "linear", 10};  // beta(i) = 1 + i in 10 steps
  const auto strategy = strategy_of({.mutations = "relativistic-average, relativistic",
                                     .temperature_shift = 2,
                                     .diversity_weight = 0.3},
                                    relaxed);
  World world = make_world({}, kRate);
  std::vector<Choice> history;
  std::set<double> shifts;
  for (int64_t number = 0; number < 6; ++number) {
    const double now = 1 + static_cast<double>(number);
    Choice best;
    double highest = -1;
    for (const char* objective : {"relativistic-average", "relativistic"}) {
      for (const double beta : {now, now + 2, now - 2}) {
        if (beta < 1) continue;
        auto choices = history;
        choices.push_back({objective, beta});
        World child = replayed(choices);
        const double fitness = fitness_by_hand(child, number, beta);
        if (fitness > highest) best = choices.back();
        highest = std::max(highest, fitness);
      }
    }
    history.push_back(best);
    shifts.insert(best.beta - now);
    const StepReport report = step(world, *strategy, number);
    EXPECT_EQ(report.values.at("kept-" + best.objective).item<double>(), 1) << number;
    EXPECT_NEAR(report.values.at("inverse-temperature").item<double>(), best.beta, 1e-12);
    EXPECT_NEAR(report.values.at("fitness").item<double>(), highest, 1e-6);
    World kept = replayed(history);
    expect_same(world, kept);
    OptionSet at_beta;
    at_beta.get<GumbelSoftmaxOptions>() = {"soft", "constant", best.beta};
    StepContext ours = world.context(number, kBatch), theirs = kept.context(number, kBatch);
    EXPECT_TRUE(torch::equal(
        strategy->fakes_for_discriminator(ours, 5, 0).one_hot,
        make_strategy("gumbel-softmax", at_beta)->fakes_for_discriminator(theirs, 5, 0).one_hot));
  }
  EXPECT_GT(shifts.size(), 1U) << "a temperature that is always the same tests little";
}

TEST(Evolutionary, GoesOnFromItsState) {
  const GumbelSoftmaxOptions relaxed{"soft", "linear", 10};
  World world = make_world({}, kRate);
  const auto first = strategy_of({.temperature_shift = 3}, relaxed);
  step(world, *first, 4);
  const auto second = strategy_of({.temperature_shift = 3}, relaxed);
  second->restore(first->state());
  StepContext context = world.context(4, kBatch);
  EXPECT_TRUE(torch::equal(first->fakes_for_discriminator(context, 5, 0).one_hot,
                           second->fakes_for_discriminator(context, 5, 0).one_hot));
  EXPECT_THROW(second->restore({}), InputError);
}

}  // namespace
}  // namespace lingan::evolutionary_test
