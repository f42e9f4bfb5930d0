#include "tests/variants/toy_strategy.h"

#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {

std::unique_ptr<Strategy> make_toy_strategy(const OptionSet& options, const EngineOptions& engine) {
  OptionSet theirs;
  theirs.get<GumbelSoftmaxOptions>().schedule = "constant";
  theirs.get<GumbelSoftmaxOptions>().inverse_temperature =
      options.get<ToyStrategyOptions>().sharpness;
  return make_strategy("gumbel-softmax", theirs, engine);
}

}  // namespace lingan
