/// Measuring a run: sentences that it draws against the text that it was trained and validated on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <lingan/engine/contract/sampling_options.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/yardsticks/yardsticks.h>
#include <lingan/run/evaluation/judged_sampling.h>
#include <lingan/run/run_directory.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan {

/// What to measure.
struct RunEvaluationRequest {
  int64_t samples = 2000;  ///< sentences to draw from the run, >= 2
  uint64_t seed = 1;       ///< of the draws
  /// How they are drawn. Likelihoods under the generator are those at its temperature.
  engine::SamplingOptions sampling = {};
  /// By which the run's discriminator chooses among the draws; nothing: all are measured.
  std::optional<Judging> judge = {};
  /// The run whose discriminator that is (RunSampleRequest::judge_run); null: the run itself.
  const RunDirectory* judge_run = nullptr;
  /// Finished runs on the same text: what is measured is the mean of their generators' next-token
  /// probabilities and the run's (model/generators/ensemble.h). Without a judge.
  std::span<const RunDirectory> ensemble = {};
  std::string references =
      {};  ///< file of real sentences, `-`: stdin; empty: the run's held-out ones
  std::string training = {};           ///< file of training text, `-`: stdin; empty: the run's,
                                       ///< without sentences that lack words
  BadText bad_text = BadText::kError;  ///< of those files
  std::string tokenizer =
      {};              ///< empty: sentences are compared as ids of the run's tokenizer; else all
                       ///< become text and this splits it (see metrics/evaluation_text.h)
  int32_t pad_to = 0;  ///< tokens, of `nll-gen-padded`; 0: the run's length
  metrics::Yardsticks yardsticks = {};      ///< anchors: of metrics of sentences alone
  metrics::EvaluationOptions options = {};  ///< may name metrics of a model, too
};

/// What was measured.
struct DrawnSentences {
  TokenBatch sentences;
  JudgingReport judging = {};  ///< of those that were judged
};

/// Loads the generator, draws, and computes what the metrics need, nothing else: first the
/// metrics of sentences in the order in which they were named, then those of the model (see
/// run_likelihoods, run_divergences and label_metrics) that were named, or all that the run has
/// but those that train a network. What a real sentence has outside the run's vocabulary matches
/// nothing.
/// Where tokens are cut off, or sentences are judged, the likelihoods under the generator are left
/// out if none is named. Signatures say how sentences were drawn, if not at temperature 1, all.
/// @throws InputError if the run has no generator yet; UsageError as metrics::evaluate and
/// sample_run do, and for a likelihood under the generator that is named beside a cut or a judge.
/// @param drawn  becomes what was measured; null: a notice says what came of a judgement.
std::vector<metrics::MetricValue> evaluate_run(const RunDirectory& run,
                                               const RunEvaluationRequest& request,
                                               DrawnSentences* drawn = nullptr);

}  // namespace lingan
