/// Held-out sentences of a file of their own.
#pragma once

#include <string>
#include <vector>

#include <lingan/base/input.h>
#include <lingan/run/data/prepared_data.h>
#include <lingan/text/corpus/line_encoder.h>

namespace lingan {

/// The sentences of an input that is held out, of which those that are too long are dropped.
/// @param source  how its lines are read.
/// @param labels  that sentences to train on have.
/// @param max_length  longest sentence in tokens, >= 1.
/// @param print  gets the fingerprint (base/fingerprint.h) of the input.
/// @throws InputError as read_corpus and match_labels, and for a label that is none of `labels`;
/// IoError if the input cannot be read.
TokenBatch read_held_out(const RereadableInput& input, const TextSource& source,
                         const std::vector<Label>& labels, const LineEncoder& encoder,
                         int32_t max_length, std::string& print);

}  // namespace lingan
