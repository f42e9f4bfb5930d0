/// Sentences as sources of sentences.
#pragma once

#include <memory>

#include <lingan/base/token_batch.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// The sources of a generator that writes sentences again: all of them, sampled in a mixed order.
/// @param sentences  to train on, with their labels where they have any.
std::shared_ptr<const SourceTable> own_sources(const TokenBatch& sentences);

}  // namespace lingan
