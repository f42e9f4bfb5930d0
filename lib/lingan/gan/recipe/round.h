/// The moves of an adversarial round, as a recipe says them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// One kind of update, and how often it is made.
struct Move {
  enum class Kind {
    kGenerator,      ///< a step of G by the strategy
    kDiscriminator,  ///< a round of D: passes over fresh fakes (DiscriminatorRounds)
    kLikelihood,     ///< a step of G by maximum likelihood on a batch
  };
  Kind kind = Kind::kGenerator;
  int64_t times = 1;   ///< in a round that has it, at most
  int64_t every = 1;   ///< rounds M: it is made in rounds M, 2 M, ... (from 1)
  double until = 1.0;  ///< of D: no more once its held-out accuracy is that (judgement_figures.h)

  /// Whether it is made in a round.  @param round  from 0.
  bool is_in(int64_t round) const { return (round + 1) % every == 0; }

  /// How often it is made before a round, if never cut short.  @param round  from 0.
  int64_t made_before(int64_t round) const { return round / every * times; }

  bool operator==(const Move&) const = default;
};

/// Whether one of the moves is of a kind.
bool has_move(std::span<const Move> moves, Move::Kind kind);

/// How often moves of a kind are made before a round, if never cut short.  @param round  from 0.
int64_t made_before(std::span<const Move> moves, Move::Kind kind, int64_t round);

/// Reads moves in their order, as in "generator, discriminator x5, likelihood x100 every 15" or
/// "discriminator x50 until 0.8, generator".
/// @throws UsageError saying which words are wrong and what is expected.
std::vector<Move> parse_round(std::string_view text);

}  // namespace lingan
