/// Sentences that a step has made as tensors, in the forms that the engine takes.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/sentences/hard_sentences.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// For the engine on the host.
/// @param sentences  hard, with lengths; on the CPU, else they are copied from a device.
HardSentences host_sentences(const Sentences& sentences);

/// For the engine on the device where they are.
/// @param diverged  [1] int32, there: see HardSentences.
HardSentences device_sentences(const Sentences& sentences, const torch::Tensor& diverged);

/// For the engine where they are, which has met no logits.
HardSentences engine_sentences(const Sentences& sentences);

}  // namespace lingan
