#include <lingan/model/generators/ensemble.h>

#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/ensemble_rollouts.h>
#include <lingan/model/generators/module_stepper.h>

namespace lingan {
namespace {

void require_member(const Generator& generator) {
  const auto refuse = [](const std::string& what) {
    throw UsageError("an ensemble averages the probabilities of next tokens: " + what);
  };
  if (!generator.has_likelihood()) refuse("a generator of points, or of codes alone, has none");
  if (generator.options().latent_width > 0) refuse("with a latent code they depend on the code");
  if (!generator.options().label_sentences.empty()) refuse("with labels they depend on the label");
  if (generator.options().sources) refuse("with sources they depend on the source");
}

}  // namespace

std::unique_ptr<engine::Rollouts> ensemble_rollouts(
    std::span<const std::shared_ptr<Generator>> generators, const SpecialTokens& specials,
    double temperature) {
  std::vector<std::unique_ptr<const engine::Stepper>> members;
  for (const auto& generator : generators) {
    require_member(*generator);
    members.push_back(
        std::make_unique<ModuleStepper>(generator->clone_on_cpu(), engine::Precision::kFloat32));
  }
  return std::make_unique<engine::EnsembleRollouts>(std::move(members), specials, temperature);
}

}  // namespace lingan
