#include <array>

#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

using MakeObjective = std::unique_ptr<Objective>(const OptionSet&);

#define VARIANT(name) MakeObjective make_##name;
#include <lingan/gan/objectives/objectives.def>
#undef VARIANT

std::unique_ptr<Objective> make_objective(std::string_view name, const OptionSet& options) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeObjective*>({
#include <lingan/gan/objectives/objectives.def>
  });
#undef VARIANT
  const ObjectiveCard& card = find_card(objectives(), name, "objective");
  return kMakers[&card - objectives().data()](options);
}

}  // namespace lingan
