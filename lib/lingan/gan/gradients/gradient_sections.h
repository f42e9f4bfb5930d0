/// The coordinates of a generator's gradient, and what they belong to.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/gan/gradients/sampled_quality.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// A gradient as one row: that of the weights, group by group (kWeightGroups), and then that of a
/// bias on the logits of each position. Weights that do not train are left out.
class GradientSections {
 public:
  /// @param length  T.
  GradientSections(const Generator& generator, int64_t length);

  int64_t width() const { return begins_.back(); }
  /// Groups and positions.
  int64_t count() const { return static_cast<int64_t>(begins_.size()) - 1; }

  /// The columns [R, w] of a section of rows [R, width].
  torch::Tensor columns(const torch::Tensor& rows, int64_t section) const;

  /// [width], float32, on the host: the gradients that lie in the weights, and another.
  /// @param by_position  [T, V].
  torch::Tensor row(const torch::Tensor& by_position) const;

 private:
  std::vector<torch::Tensor> weights_;  // in the order of the groups
  std::vector<int64_t> begins_;         // of each section; last the width
};

}  // namespace lingan
