/// Sources that have labels, too: what a sentence is made of is both.
#pragma once

#include <cstdint>
#include <memory>

#include <lingan/model/generators/generator_options.h>

namespace lingan {

/// Whether a generator is told the label of a sentence with its source, as what stands before it:
/// where it reads sources of the text and is told labels. It is then told none before the first
/// token (is_told_labels).
inline bool reads_labelled_sources(const GeneratorOptions& options) {
  return options.source == "encoder" && options.labels == "condition";
}

/// Sources of which those of one label alone are sampled.
/// @param sources  with labels.
std::shared_ptr<const SourceTable> sources_of_label(const SourceTable& sources, int32_t label);

/// Sources with the same label for all.
std::shared_ptr<const SourceTable> sources_with_label(const SourceTable& sources, int32_t label);

}  // namespace lingan
