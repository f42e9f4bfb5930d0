/// Sources: a second file of lines, of which each belongs to the sentence of the same line of a
/// corpus, such as what that translates or answers.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan {

/// The sources of a corpus's sentences by their lines.
/// @param corpus  of as many lines as `sources`.
/// @return of each line of the corpus that is not blank the number of its source, from 0, of the
/// lines of `sources` that are not blank.
/// @throws InputError if there are not as many sources as lines, or a line that is not blank has
/// none.
std::vector<int64_t> match_sources(CorpusLines& corpus, CorpusLines& sources);

/// Sentences with their sources, a pair a row.
struct SourcedCorpus {
  EncodedCorpus corpus;  ///< labels are the numbers of sources
  TokenBatch sources;    ///< [N, W]
};

/// The sentences of a corpus whose source was kept; the others count as too long.
/// @param matched  of match_sources().
/// @throws InputError if there is none, naming `name`.
SourcedCorpus pair_with_sources(const EncodedCorpus& corpus, const EncodedCorpus& sources,
                                const std::vector<int64_t>& matched, const std::string& name);

}  // namespace lingan
