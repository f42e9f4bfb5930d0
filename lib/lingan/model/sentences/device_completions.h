/// Completions in a device's memory as tensors.
#pragma once

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// A copy of completions for networks, in the order in which they lie: n = completions.rows().
Sentences to_sentences(const engine::DeviceCompletions& completions);

/// The tokens of completions where they are, [n, width] int32; valid as long as they.
torch::Tensor tokens_of(const engine::DeviceCompletions& completions);

}  // namespace lingan
