/// Held-out sentences that are also trained on: what is measured on them is memory, not learning.
#pragma once

#include <cstdint>

#include <lingan/run/data/prepared_data.h>

namespace lingan {

/// How many sentences, with their sources where they have any, are also in data.train.
/// @param held_out  data.validation or data.test.
int64_t count_in_training(const PreparedData& data, const TokenBatch& held_out);

}  // namespace lingan
