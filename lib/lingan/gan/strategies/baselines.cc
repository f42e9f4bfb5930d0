#include <array>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/baseline_cards.h>

namespace lingan {

using MakeBaseline = std::unique_ptr<Baseline>(double decay);

#define VARIANT(name) MakeBaseline make_##name;
#include <lingan/gan/strategies/baselines.def>
#undef VARIANT

std::unique_ptr<Baseline> make_baseline(std::string_view name, double decay) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeBaseline*>({
#include <lingan/gan/strategies/baselines.def>
  });
#undef VARIANT
  const BaselineCard& card = find_card(baselines(), name, "baseline");
  return kMakers[&card - baselines().data()](decay);
}

}  // namespace lingan
