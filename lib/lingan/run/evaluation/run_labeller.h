/// Labels of new sentences, as a run's discriminator tells them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/run/evaluation/run_discriminator.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// What D takes a sentence for.
struct ToldLabel {
  std::string name;          ///< the likeliest label of a real sentence
  double probability = 0.0;  ///< p(y | x, x is real), 1/K..1
};

/// D as the last checkpoint has it, where it tells the labels of sentences apart: of the objectives
/// `classes` and `semi-supervised`.
class RunLabeller {
 public:
  /// @throws UsageError if the run's D tells no labels or is never trained; InputError as
  /// RunDiscriminator.
  explicit RunLabeller(const RunDirectory& run);

  /// Of each sentence.  @param sentences  of the run's tokens, one at least.
  std::vector<ToldLabel> labels(const TokenBatch& sentences) const;

  /// Reads one sentence a line and hands their labels on in blocks, in order. D reads as many
  /// tokens of a sentence as the longest to train on has; a notice says how many were longer, and
  /// how many tokens the run does not know.
  /// @param input  of sentences (base/input.h).
  /// @throws InputError for text that is malformed, a blank line, and for no line at all.
  void label_lines(const std::string& input,
                   const std::function<void(const std::vector<ToldLabel>&)>& consumer) const;

 private:
  RunSpec spec_;
  RunDiscriminator discriminator_;
};

}  // namespace lingan
