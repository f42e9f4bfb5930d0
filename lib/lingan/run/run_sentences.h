/// The sentences of a run, and how data.safetensors holds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <lingan/base/token_batch.h>
#include <lingan/model/sentences/source_table.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// The sentences of a run.
struct RunSentences {
  TokenBatch train;         ///< [N, T]
  TokenBatch validation;    ///< [N', T]
  TokenBatch test = {};     ///< [N'', T]; no rows: reports are of validation
  TokenBatch sources = {};  ///< [S, W], whose numbers the labels of the others are, and whose
                            ///< labels are those of the others' sentences; no rows: none
};

/// The sources of sentences for a generator, which samples those of training in a mixed order; null
/// where there are none.
std::shared_ptr<const SourceTable> source_table(const RunSentences& sentences);

/// Tensors of int32, PART.tokens [N, T], PART.lengths [N] and, where they have labels, PART.labels
/// [N] of each part: `train`, `validation`, and `test` and `sources` where they have rows.
TensorFile as_tensors(const RunSentences& sentences);

/// What as_tensors() made.
/// @param vocabulary  ids that there are.  @param labels  that there are, of sources where these
/// are the sentences'; 0: none are read but the numbers of sources.  @param unlabelled  whether a
/// sentence may have kUnknownLabel.
/// @throws InputError if a tensor is missing or malformed, or holds numbers out of range.
RunSentences sentences_of(const TensorFile& data, int32_t vocabulary, size_t labels,
                          bool unlabelled = false);

/// Whether both have the same sentences, labels and sources.
bool same_sentences(const RunSentences& one, const RunSentences& other);

}  // namespace lingan
