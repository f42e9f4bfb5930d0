#include <lingan/model/generators/mixture.h>

#include <utility>
#include <vector>

#include <lingan/engine/rollouts/labelled_rollouts.h>

namespace lingan {

std::unique_ptr<engine::Rollouts> mixture_rollouts(
    std::span<const std::shared_ptr<Generator>> generators, const SpecialTokens& specials,
    engine::Precision precision) {
  std::vector<std::unique_ptr<const engine::Rollouts>> all;
  for (const auto& generator : generators) all.push_back(generator->rollouts(specials, precision));
  const std::vector<int64_t> alike(generators.size(), 1);
  return std::make_unique<engine::LabelledRollouts>(std::move(all), alike,
                                                    engine::LabelsOf::kGenerator);
}

}  // namespace lingan
