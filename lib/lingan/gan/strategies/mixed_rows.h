/// Batches whose rows come from two sources, each row by a coin of its own.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/sentences/hard_sentences.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Places in a row of a stream that no token reaches, for what is drawn beside its sentence.
enum class BesideSentence : uint32_t {
  kIsCold = 0xFFFFFFFF,      ///< whether it is drawn colder
  kIsReplayed = 0xFFFFFFFE,  ///< whether an earlier one takes its place
  kReplayedRow = 0xFFFFFFFD  ///< which
};

/// Which rows of a stream are chosen, each with a probability: [rows] bool, on the CPU.
torch::Tensor chosen_rows(RandomStream stream, uint64_t first_row, int64_t rows, double share,
                          BesideSentence coin);

/// Rows of `others` where they are chosen, else of `sentences`: hard ones of one width, with
/// lengths, and with labels both or neither.
/// @param chosen  [B] bool, on the CPU.
Sentences mixed_rows(const torch::Tensor& chosen, const Sentences& others,
                     const Sentences& sentences);
/// The same of sentences in one place.
HardSentences mixed_rows(const torch::Tensor& chosen, const HardSentences& others,
                         const HardSentences& sentences);

}  // namespace lingan
