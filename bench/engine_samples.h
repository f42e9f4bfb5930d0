/// What the engine samples, and how far that is from the module.
#pragma once

#include <cstdint>

#include <lingan/engine/rollout.h>
#include <lingan/model/generator.h>

namespace lingan::bench {

/// @return `rows` sentences of `length` tokens, always the same ones.
engine::Samples sample_by_engine(const Generator& generator, int64_t rows, int32_t length);

/// The largest difference between the log-probabilities of the first `rows` sentences' tokens and
/// the module's, teacher forced, relative where they are below -1.
double largest_difference(Generator& generator, const engine::Samples& samples, int64_t rows);

}  // namespace lingan::bench
