#include <bench/systems/system_step.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <bench/lib/comparison.h>

namespace lingan::bench {
namespace {

constexpr int kRepetitions = 5;
constexpr int kCheckedSteps = 2;  // the second one sees the first one's weights
constexpr double kLossTolerance = 1e-4;
constexpr double kGradientTolerance = 1e-3;

double lingan_step(SystemTask& task) {
  StepContext context = task.context();
  const StepReport report = task.players.strategy->update_generator(context);
  ++task.step;
  return report.loss.item<double>();
}

double plain_step(PlainSystem& plain, const StepDraws& draws, SystemTask& task) {
  const double loss = plain.step(draws).item<double>();
  ++task.step;
  return loss;
}

std::vector<torch::Tensor> gradients(const torch::nn::Module& network) {
  std::vector<torch::Tensor> all;
  for (const auto& weight : network.parameters()) {
    if (weight.grad().defined()) all.push_back(weight.grad());
  }
  return all;
}

double norm(const std::vector<torch::Tensor>& tensors) {
  double sum = 0;
  for (const auto& tensor : tensors) sum += tensor.square().sum().item<double>();
  return std::sqrt(sum);
}

/// Largest difference of two gradients of a weight, relative to the network's whole gradient; both
/// scaled to norm 1, as clipping changes one of them in place.
double gradient_difference(const torch::nn::Module& ours, const torch::nn::Module& theirs) {
  const auto a = gradients(ours), b = gradients(theirs);
  if (a.size() != b.size() || a.empty()) return INFINITY;
  const double scale_a = 1 / norm(a), scale_b = 1 / norm(b);
  double worst = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    worst = std::max(worst, (a[i] * scale_a - b[i] * scale_b).norm().item<double>());
  }
  return worst;
}

/// Over all that learns in G's step.
double gradient_difference(const Players& ours, const Players& theirs) {
  double worst = gradient_difference(*ours.generator, *theirs.generator);
  for (const auto& [name, network] : ours.networks) {
    worst = std::max(worst, gradient_difference(*network, *theirs.networks.at(name)));
  }
  return worst;
}

void check(TimedComparison& comparison, const std::string& recipe, MakePlainSystem& make_plain) {
  SystemTask ours = make_system_task(recipe), theirs = make_system_task(recipe);
  const auto plain = make_plain(theirs);
  for (int step = 1; step <= kCheckedSteps; ++step) {
    torch::manual_seed(step);
    const StepDraws draws = plain->drawn_by_lingan(ours.context());
    torch::manual_seed(step);
    const double loss = lingan_step(ours);
    const double expected = plain_step(*plain, draws, theirs);
    const double gap = std::abs(loss - expected) / std::max(std::abs(expected), 1e-3);
    comparison.check(fmt::format("loss {:.6g} of step {}, apart by {:.1e}", loss, step, gap),
                     gap < kLossTolerance);
    const double difference = gradient_difference(ours.players, theirs.players);
    comparison.check(fmt::format("gradients of step {}, apart by {:.1e}", step, difference),
                     difference < kGradientTolerance);
  }
}

}  // namespace

int compare_system_step(const std::string& recipe, MakePlainSystem& make_plain,
                        const Request& request) {
  const std::string name = "system-" + recipe;
  if (!request.wants(name)) return 0;
  TimedComparison comparison(name, {}, request);
  if (request.checks()) check(comparison, recipe, make_plain);
  SystemTask ours = make_system_task(recipe), theirs = make_system_task(recipe);
  const auto plain = make_plain(theirs);
  comparison.ours(kRepetitions, [&] { lingan_step(ours); });
  comparison.rival("torch", kRepetitions, [&] { plain_step(*plain, plain->draw(), theirs); });
  return comparison.report();
}

}  // namespace lingan::bench
