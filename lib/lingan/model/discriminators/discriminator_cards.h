/// The discriminators by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_table.h>
#include <lingan/model/discriminators/discriminator_options.h>

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
  /// What has it judge sentences instead, as the end of "set ..."; empty: it never judges tokens.
  std::string_view judge_sentences = {};
  bool has_token_outputs = false;  ///< it can be trained on replaced tokens: token_logits()
  bool gives_energy = false;       ///< its raw outputs are minus an energy >= 0, and no log odds
};

/// All kinds: those of discriminators.def.
std::span<const DiscriminatorCard> discriminators();

/// Whether the kind of discriminator reads a key `discriminator.NAME`.
bool reads_key(const DiscriminatorOptions& options, std::string_view name);

/// Whether the kind of discriminator can have an output for each token beside those of sentences.
bool has_token_outputs(const DiscriminatorOptions& options);

/// What has it judge sentences where it judges tokens, as the end of "set ...".
std::string_view to_judge_sentences(const DiscriminatorOptions& options);

}  // namespace lingan
