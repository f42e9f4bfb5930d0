#include <lingan/model/layers/products.h>

#include <lingan/engine/training/product.h>

namespace lingan {
namespace {

bool is_plain(const torch::Tensor& matrix) {
  return matrix.is_cpu() && matrix.scalar_type() == torch::kFloat32;
}

engine::MatrixView view_of(const torch::Tensor& matrix) {
  return {matrix.const_data_ptr<float>(), matrix.stride(0), matrix.stride(1)};
}

/// The matrix, or a copy where neither its rows nor its columns are contiguous.
torch::Tensor with_unit_stride(const torch::Tensor& matrix) {
  return matrix.stride(0) == 1 || matrix.stride(1) == 1 ? matrix : matrix.contiguous();
}

void multiply_or_add(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& out,
                     bool add) {
  const torch::NoGradGuard no_gradient;
  if (!is_plain(a) || !is_plain(b) || !is_plain(out) || !out.is_contiguous()) {
    out.addmm_(a, b, add ? 1 : 0);
    return;
  }
  const torch::Tensor left = with_unit_stride(a), right = with_unit_stride(b);
  engine::multiply({.rows = out.size(0),
                    .depth = a.size(1),
                    .columns = out.size(1),
                    .a = view_of(left),
                    .b = view_of(right),
                    .c = out.data_ptr<float>(),
                    .c_row = out.size(1),
                    .add = add});
}

}  // namespace

void multiply(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& out) {
  multiply_or_add(a, b, out, false);
}

void multiply_add(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& out) {
  multiply_or_add(a, b, out, true);
}

}  // namespace lingan
