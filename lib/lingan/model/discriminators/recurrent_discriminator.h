/// The options of the discriminator `recurrent`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// `[discriminator.recurrent]`; recurrent_discriminator_card.cc has the ranges.
struct RecurrentDiscriminatorOptions {
  std::string cell = "lstm";   ///< or `gru`
  int64_t hidden_width = 128;  ///< H, of each direction
  int64_t layers = 1;
  bool bidirectional = true;         ///< also from the last token to the first
  int64_t output_width = 128;        ///< of the layer before the output
  std::string judges = "sentences";  ///< or `tokens`: each by the sentence up to it
  bool reads_holes =
      false;  ///< knows which words were holes, of sentences of a strategy that fills
  std::shared_ptr<const SourceTable> sources = nullptr;  ///< with reads_holes: from the text
};

}  // namespace lingan
