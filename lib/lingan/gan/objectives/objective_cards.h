/// The objectives by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_table.h>

namespace lingan {

/// The sign of a reward, whatever D says.
enum class Sign { kEither, kPositive, kNegative };

/// What D's raw output C of a sentence tells after it has learned by an objective.
enum class Outputs {
  kNone,     ///< nothing: D learns by its features alone
  kScores,   ///< the more, the more real
  kLogOdds,  ///< ln D - ln (1 - D) of the probability D of being real
};

/// A kind of objective.
struct ObjectiveCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  Sign reward_sign = Sign::kEither;  ///< of Objective::reward()
  bool takes_tokens = false;         ///< takes a D that judges tokens
  bool classifies = false;           ///< D's loss is classification_loss(), or contains it
  OptionTable options = {};          ///< of its own: `objective.NAME`
  bool by_label = false;             ///< D tells the labels of real sentences apart
  bool takes_unlabelled = false;     ///< that of sentences whose label is known, by label_loss()
                                     ///< beside it, where G is told none
  bool takes_condition = false;      ///< goes by what D says of the sentences themselves alone, so
                                     ///< that D may be told their labels
  bool by_drawn_label = false;       ///< D tells those that were drawn for fake ones apart
  Outputs outputs = Outputs::kLogOdds;
  bool is_critic = false;  ///< D learns a difference of means, and not which of two is real
  bool compares_sentences = false;  ///< a batch with others of its kind, so that one is too few
  bool takes_energy = false;        ///< takes a D that gives energies, and no other
};

/// Whether D tells the labels of all sentences, and G learns by that of each: it takes a G that
/// writes by label, and no other.
inline bool tells_labels(const ObjectiveCard& card) {
  return card.by_label && !card.takes_unlabelled;
}

/// All kinds: those of objectives.def.
std::span<const ObjectiveCard> objectives();

}  // namespace lingan
