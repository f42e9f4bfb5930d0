#include <lingan/model/layers/highway.h>

#include <algorithm>

#include <lingan/base/notice.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/highway_gates.h>
#include <lingan/model/layers/differentiable_again.h>
#include <lingan/model/layers/products.h>

namespace lingan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kBlock = 512;  // rows whose sums stay in cache between product and gates
constexpr int64_t kGrain = 8;    // rows that are worth a thread

torch::Tensor plain_gates(const variable_list& inputs) {
  return plain_highway(inputs[0], inputs[1], inputs[2]);
}

engine::HighwayShape shape_of(const torch::Tensor& weight) {
  return {weight.size(1), weight.size(0) == weight.size(1)};
}

/// Fills sums [N, 2F] or [N, F], and y [N, F].
void run(const variable_list& inputs, torch::Tensor& sums, torch::Tensor& y) {
  const engine::HighwayShape shape = shape_of(inputs[1]);
  for (int64_t first = 0; first < y.size(0); first += kBlock) {
    const int64_t count = std::min(kBlock, y.size(0) - first);
    const torch::Tensor x = inputs[0].narrow(0, first, count);
    torch::Tensor block = sums.narrow(0, first, count);
    block.copy_(inputs[2].expand_as(block));
    multiply_add(x, inputs[1].t(), block);
    const float* from = x.const_data_ptr<float>();
    const float* sum = block.const_data_ptr<float>();
    float* to = y.data_ptr<float>() + first * shape.width;
    parallel_for(count, kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const int64_t at = row * shape.width;
        engine::highway_row(shape, sum + row * shape.sums(), from + at, to + at);
      }
    });
  }
}

/// The gradient in the sums, and that in x which does not go through them [N, F].
std::pair<torch::Tensor, torch::Tensor> pointwise_gradient(const engine::HighwayShape& shape,
                                                           const torch::Tensor& x,
                                                           const torch::Tensor& sums,
                                                           const torch::Tensor& slope) {
  auto from_sums = torch::empty_like(sums);
  auto from_x = torch::empty_like(x);
  const float* sum = sums.const_data_ptr<float>();
  const float* input = x.const_data_ptr<float>();
  const float* given = slope.const_data_ptr<float>();
  float* to_sums = from_sums.data_ptr<float>();
  float* to_x = from_x.data_ptr<float>();
  parallel_for(x.size(0), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t at = row * shape.width, sums_at = row * shape.sums();
      engine::highway_row_slope(shape, {.sums = sum + sums_at,
                                        .x = input + at,
                                        .slope = given + at,
                                        .from_sums = to_sums + sums_at,
                                        .from_x = to_x + at});
    }
  });
  return {from_sums, from_x};
}

class Highway : public torch::autograd::Function<Highway> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const torch::Tensor& weight, const torch::Tensor& bias) {
    torch::Tensor sums = torch::empty({x.size(0), weight.size(0)}, x.options());
    torch::Tensor y = torch::empty_like(x);
    run({x, weight, bias}, sums, y);
    context->save_for_backward({x, weight, bias, sums});
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& outputs) {
    variable_list inputs = context->get_saved_variables();
    const torch::Tensor sums = inputs.back();
    inputs.pop_back();
    if (at::GradMode::is_enabled()) {
      notice_once("gradients of gradients of the highway layer are taken through plain torch");
      return differentiable_gradient(plain_gates, inputs, outputs[0]);
    }
    auto [from_sums, from_x] =
        pointwise_gradient(shape_of(inputs[1]), inputs[0], sums, outputs[0].contiguous());
    variable_list gradients(3);
    if (context->needs_input_grad(0)) {
      multiply_add(from_sums, inputs[1], from_x);
      gradients[0] = from_x;
    }
    if (context->needs_input_grad(1)) {
      gradients[1] = torch::empty_like(inputs[1]);
      multiply(from_sums.t(), inputs[0], gradients[1]);
    }
    if (context->needs_input_grad(2)) gradients[2] = from_sums.sum(0);
    return gradients;
  }
};

}  // namespace

torch::Tensor plain_highway(const torch::Tensor& x, const torch::Tensor& weight,
                            const torch::Tensor& bias) {
  const torch::Tensor sums = torch::linear(x, weight, bias);
  const torch::Tensor transform = sums.narrow(1, 0, x.size(1));
  const torch::Tensor gate = sums.narrow(1, sums.size(1) - x.size(1), x.size(1));
  return torch::lerp(x, torch::relu(transform), torch::sigmoid(gate));
}

torch::Tensor highway(const torch::Tensor& x, const torch::Tensor& weight,
                      const torch::Tensor& bias) {
  const bool fused = x.device().is_cpu() && x.scalar_type() == torch::kFloat32 &&
                     weight.scalar_type() == torch::kFloat32;
  if (!fused) {
    notice_once("the highway layer runs through plain torch: it is fused on the CPU, for float32");
    return plain_highway(x, weight, bias);
  }
  return Highway::apply(x.contiguous(), weight.contiguous(), bias);
}

}  // namespace lingan
