/// What the engine samples, and how far that is from the module.
#pragma once

#include <cstdint>
#include <filesystem>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/generators/generator.h>

namespace lingan::bench {

/// @return `rows` sentences of `length` tokens, always the same ones.
engine::Samples sample_by_engine(const Generator& generator, int64_t rows, int32_t length);

/// The largest differences between the log-probabilities of tokens and the module's, teacher
/// forced.
struct LargestDifference {
  double absolute;
  double relative;  ///< absolute where they are above -1
};
/// Of the first `rows` sentences.
LargestDifference largest_difference(Generator& generator, const engine::Samples& samples,
                                     int64_t rows);

/// Writes the generator's weights, and the sentences with their tokens' log-probabilities [B, T].
/// @param path  empty: nothing is written.
void write_samples_task(const std::filesystem::path& path, const Generator& generator,
                        const engine::Samples& samples);

}  // namespace lingan::bench
