#include <array>

#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/labelled_generator.h>

namespace lingan {

using MakeGenerator = std::shared_ptr<Generator>(const GeneratorOptions&, RandomStream);

#define VARIANT(name) MakeGenerator make_##name;
#include <lingan/model/generators/generators.def>
#undef VARIANT

std::shared_ptr<Generator> make_generator(const GeneratorOptions& options, RandomStream stream) {
  if (options.labels == "separate") return std::make_shared<LabelledGenerator>(options, stream);
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeGenerator*>({
#include <lingan/model/generators/generators.def>
  });
#undef VARIANT
  const GeneratorCard& card = find_card(generators(), options.cell, "generator.cell");
  return kMakers[&card - generators().data()](options, stream);
}

}  // namespace lingan
