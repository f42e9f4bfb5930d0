#include <array>

#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

using MakeStrategy = std::unique_ptr<Strategy>(const OptionSet&, const EngineOptions&);

#define VARIANT(name) MakeStrategy make_##name;
#include <lingan/gan/strategies/strategies.def>
#undef VARIANT

std::unique_ptr<Strategy> make_strategy(std::string_view name, const OptionSet& options,
                                        const EngineOptions& engine) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeStrategy*>({
#include <lingan/gan/strategies/strategies.def>
  });
#undef VARIANT
  const StrategyCard& card = find_card(strategies(), name, "strategy");
  return kMakers[&card - strategies().data()](options, engine);
}

}  // namespace lingan
