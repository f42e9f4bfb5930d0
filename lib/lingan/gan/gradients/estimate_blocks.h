/// Many estimates of a gradient, of which blocks are kept.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/gan/gradients/gradient_sections.h>
#include <lingan/gan/gradients/sampled_quality.h>

namespace lingan {

/// Blocks that estimates are put into: enough to tell how much they vary, few enough to keep.
inline constexpr int64_t kBlocks = 32;

/// Sums of estimates, in blocks of equal size: memory for kBlocks gradients.
class EstimateBlocks {
 public:
  /// @param sections  must live as long as the blocks.
  explicit EstimateBlocks(const GradientSections& sections);

  /// @param estimate  [width] float32: GradientSections::row().
  void add(const torch::Tensor& estimate);

  /// The products of these blocks and a reference's, section by section. REQUIRES: both have as
  /// many estimates in each block as in the next.
  std::vector<BlockProducts> products(const EstimateBlocks& reference) const;

 private:
  const GradientSections& sections_;
  torch::Tensor sums_;     // [kBlocks, width] float32
  torch::Tensor squares_;  // [sections, kBlocks] float64
  int64_t estimates_ = 0;
};

/// The products over several sections together.
BlockProducts sum_of(std::span<const BlockProducts> sections);

}  // namespace lingan
