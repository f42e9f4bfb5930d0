/// The encoder of a run: codes of sentences.
#pragma once

#include <memory>
#include <string>

#include <lingan/base/token_batch.h>
#include <lingan/gan/training/training_state.h>
#include <lingan/metrics/sentence_vectors.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/optimizers/optimizer.h>
#include <lingan/model/sentences/posterior.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Whether a recipe's strategy trains an encoder of sentences.
bool has_encoder(const Recipe& recipe);

/// The encoder as the last checkpoint has it: with the average of its weights, if it keeps one.
class RunEncoder {
 public:
  /// @throws UsageError if the run's recipe has no encoder of sentences, naming the strategies that
  /// have one; InputError if there is no checkpoint.
  explicit RunEncoder(const RunDirectory& run);

  /// The mean of the code of each sentence, [rows, Z]; of a run with binary codes the bits are its
  /// signs.
  /// @param sentences  at least one.
  metrics::SentenceVectors codes(const TokenBatch& sentences) const;

  /// What it tells of the codes of a few sentences, [rows, Z], on the CPU.
  Posterior posterior(const TokenBatch& sentences) const;

 private:
  std::unique_ptr<TrainingState> state_;
  std::shared_ptr<CodeEncoder> encoder_;
  std::unique_ptr<AveragedWeights> averaged_;
};

}  // namespace lingan
