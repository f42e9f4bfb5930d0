/// Objectives: what a discriminator's outputs cost it, and what they are worth to the generator.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <lingan/model/torch.h>

#include <lingan/base/option_table.h>
#include <lingan/base/random.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/sentence_value.h>

namespace lingan {

/// Draws further sentences of the generator, as many as there are real ones, independent of all
/// that are rewarded; without gradient.
using DrawFakes = std::function<Sentences()>;

/// One loss. C(x) is D's raw output; C_r on real, C_f on fake sentences. Objects may hold state
/// that after_discriminator_step() alone changes, and which state() gives out and restore() takes
/// back.
class Objective {
 public:
  virtual ~Objective() = default;

  /// What D minimizes; a scalar. Fakes must be detached from the generator. D.penalty() is added by
  /// the trainer.
  /// @param noise  draws the interpolation points of a gradient penalty.
  virtual torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real,
                                           const Sentences& fake, RandomStream noise) const = 0;

  /// What a pathwise strategy minimizes; a scalar, differentiable in the fakes.
  virtual torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                                       const Sentences& fake) const = 0;

  /// What a policy-gradient strategy maximizes under the reward `objective`: of a sentence the
  /// negative of its part in generator_loss(). Whatever it compares the sentence with is fixed by
  /// this call. It must not outlive the objective.
  /// @param fakes  called only by an objective that compares with fake sentences.
  virtual SentenceValue reward(Discriminator& d, const Sentences& real,
                               const DrawFakes& fakes) const = 0;

  /// Called after each optimizer step of D, in evaluation mode, with the sentences of that step.
  virtual void after_discriminator_step(Discriminator& d, const Sentences& real,
                                        const Sentences& fake) {}

  /// Figures for the log of D's last step, by name, each [] and where it was computed; after
  /// after_discriminator_step().
  virtual std::map<std::string, torch::Tensor> figures() const { return {}; }

  /// Everything that changes between steps, by name; empty for an objective without state.
  virtual std::map<std::string, torch::Tensor> state() const { return {}; }
  /// Puts state() of an earlier object back.  @throws InputError if a tensor is missing.
  virtual void restore(const std::map<std::string, torch::Tensor>& state) {}

  /// How real a sentence looks by what D learns to tell, the more the more real; what a figure of
  /// D's accuracy goes by. By itself D's raw output, which is all that it may go by without
  /// features.
  /// @param real  to compare with, where the objective does.
  virtual SentenceValue judgement(Discriminator& d, const Sentences& real) const { return {}; }
};

/// An objective by the name of its card.
/// @param options  the objective takes its own of them.
/// @throws UsageError for an unknown name, listing the known ones.
std::unique_ptr<Objective> make_objective(std::string_view name, const OptionSet& options = {});

}  // namespace lingan
