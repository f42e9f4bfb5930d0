/// Some sentences of a batch, by the numbers of their rows.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Rows of a batch with their labels, where it has labels.
/// @param sentences  tokens and lengths.  @param rows  [n] int64, where they are.
Sentences chosen_sentences(const Sentences& sentences, const torch::Tensor& rows);

/// `count` rows from row `first` modulo their number on, each in its turn and then again from
/// row 0.
/// @param sentences  tokens and lengths, one row at least.
Sentences sentences_in_turn(const Sentences& sentences, uint64_t first, int64_t count);

}  // namespace lingan
