#include <lingan/model/layers/products.h>

#include <gtest/gtest.h>

namespace lingan::products_test {
namespace {

torch::Tensor matrix(int64_t rows, int64_t columns, torch::Dtype type) {
  return torch::sin(torch::arange(rows * columns, type) * 0.7).view({rows, columns});
}

/// The same numbers: as they are, as a transposed view, and with neither rows nor columns together.
std::vector<torch::Tensor> views(const torch::Tensor& m) {
  const torch::Tensor wide = torch::zeros({m.size(0), 2 * m.size(1)}, m.options());
  const torch::Tensor apart = wide.view({m.size(0), m.size(1), 2}).select(2, 0);
  apart.copy_(m);
  return {m, m.t().contiguous().t(), apart};
}

class Products : public ::testing::TestWithParam<torch::Dtype> {};

TEST_P(Products, EqualTorch) {
  const torch::Tensor a = matrix(37, 50, GetParam()), b = matrix(50, 45, GetParam());
  const torch::Tensor expected = torch::mm(a, b);
  for (const auto& left : views(a)) {
    for (const auto& right : views(b)) {
      torch::Tensor out = torch::full({37, 45}, 3.0, GetParam());
      multiply_add(left, right, out);
      EXPECT_TRUE(torch::allclose(out, expected + 3.0, 1e-5, 1e-5));
      multiply(left, right, out);
      EXPECT_TRUE(torch::allclose(out, expected, 1e-5, 1e-5));
    }
  }
}

TEST_P(Products, FillAPartOfAMatrix) {
  const torch::Tensor a = matrix(4, 6, GetParam()), b = matrix(6, 5, GetParam());
  const torch::Tensor all = torch::zeros({4, 9}, GetParam());
  multiply(a, b, all.narrow(1, 2, 5));
  EXPECT_TRUE(torch::allclose(all.narrow(1, 2, 5), torch::mm(a, b), 1e-5, 1e-5));
  EXPECT_EQ(all.narrow(1, 0, 2).abs().sum().item<double>(), 0.0);
  EXPECT_EQ(all.narrow(1, 7, 2).abs().sum().item<double>(), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Types, Products, ::testing::Values(torch::kFloat32, torch::kFloat64),
                         [](const auto& info) {
                           return info.param == torch::kFloat32 ? "Float32" : "Float64";
                         });

}  // namespace
}  // namespace lingan::products_test
