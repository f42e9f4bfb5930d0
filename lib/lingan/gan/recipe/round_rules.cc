#include <lingan/gan/recipe/round_rules.h>

#include <algorithm>
#include <vector>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/gan/recipe/round.h>
#include <lingan/gan/recipe/round_text.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

/// What is wrong with the moves of a network that a strategy has not, or moves by itself.
std::string player_problem(const std::string& round, const StrategyCard& card) {
  const std::string without_discriminator = round_without(round, "discriminator");
  if (!card.traits.has_discriminator && without_discriminator != round) {
    return "training.round: the strategy " + quote_toml(card.name) +
           " has no discriminator; set it to " + quote_toml(without_discriminator);
  }
  for (const std::string_view player : card.players) {
    const std::string without = round_without(round, player);
    if (without == round) continue;
    return "training.round: the " + std::string(player) +
           " learns in every move of the generator and has none of its own; set it to " +
           quote_toml(without);
  }
  return "";
}

/// What is wrong with rounds in which G learns nothing.
std::string idle_generator_problem(const Recipe& recipe, const std::vector<Move>& moves) {
  const int64_t rounds = std::max<int64_t>(recipe.training.adversarial_rounds, 1);
  if (made_before(moves, Move::Kind::kGenerator, rounds) > 0) return "";
  int64_t first = 0;  // round that has such a move
  for (const Move& move : moves) {
    if (move.kind != Move::Kind::kGenerator) continue;
    first = first == 0 ? move.every : std::min(first, move.every);
  }
  const std::string problem =
      "training.round: has no move of the generator in " + counted(rounds, "round") + "; ";
  return first > 0 ? problem + "set training.adversarial_rounds = " + std::to_string(first) +
                         ", or make the move more often"
                   : problem + "set it, for example, to " +
                         quote_toml("generator, " + recipe.training.round);
}

}  // namespace

std::string round_problem(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const std::string& round = recipe.training.round;
  std::string of_player = card == nullptr ? "" : player_problem(round, *card);
  if (!of_player.empty()) return of_player;
  try {
    const std::vector<Move> moves = parse_round(round);
    return card == nullptr ? "" : idle_generator_problem(recipe, moves);
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace lingan
