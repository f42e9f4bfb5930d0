/// Held-out sentences that are also trained on: what is measured on them is memory, not learning.
#pragma once

#include <cstdint>

#include <lingan/run/prepared_data.h>

namespace lingan {

/// How many sentences of data.validation and data.test, with their sources where they have any, are
/// also in data.train.
int64_t count_held_out_in_training(const PreparedData& data);

}  // namespace lingan
