/// Sentences out of a finished (or half-finished) run.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <lingan/base/token_batch.h>
#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/sentences/source_table.h>
#include <lingan/run/evaluation/judged_sampling.h>

namespace lingan {

class Generator;
class RunDirectory;
struct RunSpec;

/// What to draw from a run.
struct RunSampleRequest {
  int64_t sentences = 10;                ///< >= 0
  uint64_t seed = 1;                     ///< the same seed draws the same sentences
  engine::SamplingOptions options = {};  ///< temperature and cuts
  std::string prompt = {};               ///< text that every sentence begins with
  std::string label = {};  ///< that every sentence has; empty: labels as they are in training
  /// Number of the label that every sentence is made of, of a run whose generator draws them; -1:
  /// one is drawn for each.
  int64_t code = -1;
  /// Each sentence of one of the samples that training kept of the generator's weights
  /// (training.posterior_samples), by chance; TokenBatch::labels tells which, from 0.
  bool posterior = false;
  /// Of a run whose generator reads sources; null: those of training, in a mixed order.
  std::shared_ptr<const SourceTable> sources = nullptr;
  engine::Precision precision = engine::Precision::kFloat32;  ///< of the output layer's products
  /// By which the run's discriminator chooses among what is drawn; nothing: all is kept. Its odds
  /// are against the generator as it was trained: temperature 1, uncut, of all labels.
  std::optional<Judging> judge = {};
  /// The run whose discriminator that is, of the same tokenizer and length; null: the run itself.
  const RunDirectory* judge_run = nullptr;
};

/// A run's generator for drawing: from here on its tokens that would break a line get no
/// probability.
/// @param generator  of the run of that spec.
/// @param request    of it the precision, the sources, and the label or code whose generator it is;
///                   without one that of all, if the run has any.
/// @throws UsageError for a label or a code that the run does not have, naming those that it has.
std::unique_ptr<engine::Rollouts> sampling_rollouts(Generator& generator, const RunSpec& spec,
                                                    const RunSampleRequest& request);

/// Draws sentences with the run's chosen generator and hands them on in blocks, in order. A notice
/// names the words of the prompt that the run does not know, and another says what became of what
/// was judged. Without a label of the request those of a run with labels come in the proportions
/// that the training sentences have (see engine/rollouts/labelled_rollouts.h); TokenBatch::labels
/// tells them, or the numbers of the sources.
/// @throws InputError if the run has no generator yet; UsageError for options out of range, for a
/// label that the run does not have, for a prompt that is no line of UTF-8 or fills the whole
/// sentence, or for options that a judgement does not go with; what RunJudge throws.
void sample_run(const RunDirectory& run, const RunSampleRequest& request,
                const std::function<void(const JudgedSamples&)>& consumer);

/// The same sentences as one batch, of a generator that is loaded and packed already.
/// @param rollouts  the run's generator, see sampling_rollouts; the request's precision, label and
/// sources are not looked at.
/// @param judging  becomes what came of the judgement; null: a notice says it.
TokenBatch sample_rows(const engine::Rollouts& rollouts, const RunDirectory& run,
                       const RunSampleRequest& request, JudgingReport* judging = nullptr);

}  // namespace lingan
