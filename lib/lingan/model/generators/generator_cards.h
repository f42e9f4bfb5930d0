/// The generators by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_table.h>
#include <lingan/model/generators/generator_options.h>

namespace lingan {

/// A kind of generator.
struct GeneratorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  OptionTable options = {};          ///< of its own, `generator.NAME`, in GeneratorOptions::own
  bool autoregressive = true;        ///< Generator::is_autoregressive()
  bool reads_discriminator = false;  ///< Generator::read_features_of() changes it
};

/// All kinds: those of generators.def.
std::span<const GeneratorCard> generators();

/// Whether a generator of such options gives sentences a probability.
bool has_likelihood(const GeneratorOptions& options);

/// The first of them that writes token by token, as an example for messages.
std::string_view first_autoregressive_generator();

}  // namespace lingan
