/// The bias of the output layer, fitted to a text's word counts.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/model/torch.h>
#include <nlohmann/json_fwd.hpp>

#include <lingan/base/token_batch.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Iterative scaling (Darroch & Ratcliff 1972): each pass over a text adds ln((n_v + 1) / (e_v +
/// 1)) to the bias of token v, with its count n_v in the text and the expected count e_v, the sum
/// of p(v | y_<t) over the text's positions. Exactly one bias takes part in a prediction, so that,
/// but for the ones that keep rare tokens in place, no pass lowers the text's likelihood; where all
/// counts are as expected it has its maximum in the biases. Nothing else changes.
///
/// Dropout makes that necessary: what is sampled is the network without masks, which is surer of
/// itself than the mixture of masked ones that was trained, and ends sentences 3 to 4 % too early.
///
/// With a network for each label, each is fitted to the sentences of its own.
class OutputBiasFit {
 public:
  /// @param generator  one with a softmax that is autoregressive; outlives this. It is put into
  /// evaluation mode.
  /// @param text  [N, T], with labels where the generator wants them.
  OutputBiasFit(Generator& generator, const TokenBatch& text);

  /// Counts sentences of the text, each once a pass.
  /// @param sentences  hard tokens [B, T] and lengths, with labels where the text has them.
  void count(const Sentences& sentences);

  /// Changes the biases by what was counted since the last pass.
  void end_pass();

  /// Puts back the biases as they were before the last pass.  REQUIRES: passes() > 0, and nothing
  /// restored since.
  void undo_pass();

  /// Passes that have ended.
  int64_t passes() const { return passes_; }

  /// What was counted, for a checkpoint.
  nlohmann::json save() const;
  /// @throws nlohmann::json::exception if it is malformed; InputError if it is of another
  /// generator.
  void restore(const nlohmann::json& json);

 private:
  void start_pass();

  // Each for every network, [V]; counts in float64.
  Generator& generator_;
  std::vector<torch::Tensor> biases_;
  std::vector<torch::Tensor> counts_;       // in the text
  std::vector<torch::Tensor> excess_;       // by how much the expected counts exceed those counted
  std::vector<torch::Tensor> before_pass_;  // biases
  int64_t passes_ = 0;
};

}  // namespace lingan
