/// The discriminators by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_table.h>

namespace lingan {

/// A kind of discriminator.
struct DiscriminatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  OptionTable options = {};  ///< of its own, `discriminator.NAME`, in DiscriminatorOptions::own
  std::span<const std::string_view> unread = {};  ///< keys of `discriminator` that it leaves alone
  /// Whether its outputs are of tokens, by its own options. Null: never.
  bool (*judges_tokens)(const OptionSet&) = nullptr;
  bool gives_energy = false;  ///< its raw outputs are minus an energy >= 0, and no log odds
};

/// All kinds: those of discriminators.def.
std::span<const DiscriminatorCard> discriminators();

}  // namespace lingan
