/// Sources of sentences that a network unrolls by itself.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// Numbers of sources [rows] int64, on the CPU, each of SourceTable::sampled as likely as any
/// other. A row's depends on the stream and the row's number alone, apart from those of the row's
/// tokens.
/// @param first_row  number of the first row in the stream.
/// @param sources  one at least is sampled.
torch::Tensor drawn_sources(RandomStream stream, uint64_t first_row, int64_t rows,
                            const SourceTable& sources);

}  // namespace lingan
