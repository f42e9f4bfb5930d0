/// Whether a word's best segmentation under a unigram model stays the best after other words.
#pragma once

#include <cstddef>
#include <string_view>

#include <lingan/text/subword/kernels/unigram_lattice.h>

namespace lingan {

/// In lines of more bytes sums could be rounded by more than limits allow for.
constexpr size_t kLongestCertain = size_t{1} << 22;

/// SubwordEncoder's docstring derives what these mean.
struct SegmentationMargin {
  float reach = 0;   ///< the largest absolute sum in the word
  float limit = -1;  ///< the largest absolute sum of a line for which the path is certain; -1: none
};

/// @param nodes  [text.size() + 1], filled for a text that starts at 0.
SegmentationMargin segmentation_margin(const LatticeNode* nodes, std::string_view text,
                                       const UnknownText& unknown);

}  // namespace lingan
