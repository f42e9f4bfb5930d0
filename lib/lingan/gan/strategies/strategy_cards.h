/// The strategies by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_table.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/model/discriminators/discriminator_options.h>
#include <lingan/model/generators/generator_options.h>

namespace lingan {

/// What kinds of gradient and fakes a strategy deals in.
struct StrategyTraits {
  bool pathwise;    ///< differentiates through D; false: uses rewards
  bool hard_fakes;  ///< D sees hard tokens
  bool has_discriminator = true;
  std::string_view labels = "none";  ///< what it takes generator.labels to be beside "none"
  bool drawn_labels = false;         ///< takes a generator that draws its labels
  bool sources = false;              ///< takes a generator that reads sources
  bool rewrites = false;             ///< takes one that reads the sentence itself
  bool leaks_features = false;       ///< takes a generator that reads D
  bool raises_bound = false;   ///< G's steps raise a bound of the likelihood of the text, `elbo`
  bool feeds_text = false;     ///< G's steps feed it the text, with its dropout
  bool chooses_items = false;  ///< sentences are items of one token, and it knows no text
};

/// Words that are taken out of sentences, which are then their own sources.
struct Masking {
  double share = 0.5;  ///< of words, in (0, 1]
  int64_t masks = 1;   ///< of each sentence to train on, >= 1
};

/// A strategy.
struct StrategyCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  StrategyTraits traits;
  OptionTable options = {};        ///< of its own: `strategy.NAME`
  std::string_view built_on = {};  ///< another strategy, whose options it reads, too; empty: none
  /// Whether it trains G by an objective beside the recipe's, whose options have an effect then.
  /// Null: by none.
  bool (*reads_objective)(const OptionSet&, std::string_view objective) = nullptr;
  std::span<const std::string_view> players = {};  ///< names of Strategy::make_networks()
  /// Why a player is not there, as the end of "has no effect WHY"; empty: it is. Null: all are.
  std::string (*why_player_idle)(const OptionSet&, std::string_view player) = nullptr;
  /// Why a key of its options has no effect beside the generator, as the end of "has no effect
  /// WHY"; empty: it has. Null: all have.
  std::string (*why_idle_beside)(const GeneratorOptions&, std::string_view key) = nullptr;
  /// Why it completes no prefixes, as the end of "has no effect WHY"; empty: it does. Null: what is
  /// said of its rewards holds.
  std::string (*why_no_completions)(const OptionSet&) = nullptr;
  /// Whether G learns from D's judgement with these options. Null: it does.
  bool (*hears_discriminator)(const OptionSet&) = nullptr;
  /// The reward whose expectation G is to raise. Null: the objective's.
  ChosenReward (*reward)(const OptionSet&) = nullptr;
  /// Its key that has an effect exactly where a user-defined reward has; empty: it takes none.
  std::string_view own_reward_key = {};
  /// What is wrong with the networks for it, naming the key; empty: nothing. Null: it takes any.
  std::string (*network_problem)(const OptionSet&, const GeneratorOptions&,
                                 const DiscriminatorOptions&) = nullptr;
  /// What the objective cannot give to it, naming the key; empty: nothing. Null: it takes any.
  std::string (*objective_problem)(const OptionSet&, const ObjectiveCard&) = nullptr;
  /// Which option makes nothing of a batch of one sentence, with the reason; empty: none. Null:
  /// never any.
  std::string (*lone_problem)(const OptionSet&) = nullptr;
  /// What a user should know of options that are allowed, before training, in one line; empty:
  /// nothing. Null: never anything.
  std::string (*notice)(const OptionSet&, const ObjectiveCard&) = nullptr;
  /// How sentences are masked that are their own sources. Null: sources are other text.
  Masking (*masking)(const OptionSet&) = nullptr;
  /// The share of the words of sentences to train on that are taken out, in (0, 1): it learns from
  /// what is left. Null: none.
  double (*missing_share)(const OptionSet&) = nullptr;
};

/// What keeps a generator from telling the probability of a token after those before it, naming
/// the key; empty: nothing.
std::string token_probability_problem(const GeneratorOptions& generator);

/// The same of strategies that also need the generator to have a latent code.
/// @param strategy  its name.  @param use  what it does by the code, as "makes sentences out of a
/// latent code".  @param width  a usual one, for the message.
std::string latent_code_problem(const GeneratorOptions& generator, std::string_view strategy,
                                std::string_view use, int width);

/// A network_problem() of strategies that need the probability of each drawn token.
std::string needs_token_probabilities(const OptionSet&, const GeneratorOptions& generator,
                                      const DiscriminatorOptions&);

/// All strategies: those of strategies.def.
std::span<const StrategyCard> strategies();

}  // namespace lingan
