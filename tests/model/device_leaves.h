/// Leaves on the compute device, for tests of autograd functions whose kernels run there.
#pragma once

#include <lingan/model/compute_device.h>
#include <lingan/model/layers/max_over_time.h>

#include "tests/model/finite_differences.h"

namespace lingan::testing {

inline torch::Tensor device_leaf(at::IntArrayRef shape, int salt,
                                 torch::ScalarType type = torch::kFloat32) {
  return float64_leaf(shape, salt).detach().to(compute_device(), type).requires_grad_();
}

inline void expect_close(const torch::autograd::variable_list& result,
                         const torch::autograd::variable_list& wanted) {
  ASSERT_EQ(result.size(), wanted.size());
  for (size_t i = 0; i < result.size(); ++i) {
    EXPECT_TRUE(torch::allclose(result[i], wanted[i], 1e-4, 2e-5)) << i;
  }
}

/// Of window filters: vectors, two weights, two biases.
inline torch::autograd::variable_list window_leaves() {
  return {device_leaf({5, 6, 3}, 1), device_leaf({4, 2, 3}, 2), device_leaf({7, 6, 3}, 3),
          device_leaf({4}, 4), device_leaf({7}, 5)};
}

inline torch::Tensor window_maxima(const torch::autograd::variable_list& in) {
  return max_over_time(in[0], {in[1], in[2]}, {in[3], in[4]});
}

}  // namespace lingan::testing
