/// Rewards: what a discriminator's judgement of a finished sentence is worth to the generator.
#pragma once

#include <string_view>

#include <lingan/model/torch.h>

#include <lingan/gan/objectives/objective.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/sentence_value.h>

namespace lingan {

/// What the rewards of a step are made from. The reward must not outlive the first two.
struct RewardRequest {
  Discriminator& discriminator;  ///< in evaluation mode
  const Objective& objective;
  const Sentences& real;   ///< of the step
  DrawFakes fakes;         ///< see Objective::reward
  double log_ratio_bound;  ///< of `ratio`
};

/// A reward by the name of its card; C is D's raw output, D = sigma(C) the probability of being
/// real, averaged over D's representations where it has several, and of each token where D judges
/// tokens:
///   objective        Objective::reward
///   probability      D
///   log-probability  ln D
///   logit            C
///   ratio            e^min(C, bound): D / (1 - D) where it is not cut
///   centred          2 D - 1
/// @throws UsageError for an unknown name, listing the known ones.
SentenceValue make_reward(std::string_view name, const RewardRequest& request);

/// The same reward of sentences of one label, by a D that tells labels: C is the log-odds of D's
/// for that label, against all others and fake.
/// @param reward  that make_reward() made of D's raw outputs.  @param label  in 0..K-1.
SentenceValue reward_of_label(SentenceValue reward, Discriminator& discriminator, int64_t label);

}  // namespace lingan
