/// Which lines of a corpus are held out.
#pragma once

#include <cstdint>

#include <lingan/base/random_permutation.h>

namespace lingan {

/// What a line is for.
enum class CorpusPart {
  kTrain,       ///< weights, vocabulary and tokenizer are learnt from these
  kValidation,  ///< weights are chosen by these
  kTest,        ///< reports are of these
};

/// Parts of a corpus, by the numbers of its lines; the same for the same seed and count.
class CorpusSplit {
 public:
  /// @param lines  of the corpus that are not blank.
  /// @param validation_share, test_share  in [0, 1): at least one line goes to a part whose share
  /// is above 0.
  /// @throws UsageError for another share; InputError if nothing is left to train on.
  CorpusSplit(int64_t lines, double validation_share, double test_share, uint64_t seed);

  /// @param line  its number among these, from 0.
  CorpusPart part(int64_t line) const;

 private:
  int64_t test_, validation_;  // lines of these parts
  RandomPermutation order_;
};

}  // namespace lingan
