#include <lingan/model/layers/output_cross_entropy.h>

#include <algorithm>

#include <lingan/base/notice.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/training/cross_entropy.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/layers/differentiable_again.h>
#include <lingan/model/layers/logit_blocks.h>
#include <lingan/model/layers/products.h>

namespace lingan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kDeviceElements = int64_t{1} << 24;  // of a block of logits on a device

/// A loss and, where wanted, its gradient.
struct LossAndGradient {
  torch::Tensor loss;
  torch::Tensor hidden, weight, bias;
};

/// What the device has for predictions where they are; null: others take them.
const engine::cuda::Table* kernels_for(const OutputPredictions& p) {
  const auto* kernels = device_kernels(p.hidden);
  if (kernels == nullptr || p.hidden.scalar_type() == torch::kFloat32) return kernels;
  notice_once("the cross-entropy runs through plain torch: a device's kernels take float32");
  return nullptr;
}

bool kernel_takes(const OutputPredictions& p) {
  return p.hidden.device().is_cpu() && p.hidden.scalar_type() == torch::kFloat32 &&
         engine::cross_entropy_takes(p.hidden.size(1));
}

OutputPredictions contiguous(const OutputPredictions& p) {
  return {.hidden = p.hidden.contiguous(),
          .weight = p.weight.contiguous(),
          .bias = p.bias.contiguous(),
          .targets = p.targets.contiguous(),
          .weights = p.weights.to(torch::kFloat32).contiguous()};
}

/// Buffers for the gradient of a loss.
LossAndGradient gradient_like(const OutputPredictions& p) {
  return {{}, torch::empty_like(p.hidden), torch::empty_like(p.weight), torch::empty_like(p.bias)};
}

LossAndGradient by_kernel(const OutputPredictions& given, bool with_gradient) {
  const OutputPredictions p = contiguous(given);
  torch::Tensor nll = torch::empty_like(p.weights);
  LossAndGradient evaluation;
  engine::CrossEntropyResult result = {nll.data_ptr<float>()};
  if (with_gradient) {
    evaluation = gradient_like(p);
    result.hidden = evaluation.hidden.data_ptr<float>();
    result.weight = evaluation.weight.data_ptr<float>();
    result.bias = evaluation.bias.data_ptr<float>();
  }
  engine::cross_entropy({.rows = p.hidden.size(0),
                         .width = p.hidden.size(1),
                         .vocabulary = p.weight.size(0),
                         .hidden = p.hidden.const_data_ptr<float>(),
                         .weight = p.weight.const_data_ptr<float>(),
                         .bias = p.bias.const_data_ptr<float>(),
                         .targets = p.targets.const_data_ptr<int64_t>(),
                         .weights = p.weights.const_data_ptr<float>()},
                        result);
  evaluation.loss = torch::dot(nll, p.weights);
  return evaluation;
}

/// -ln p of a block's targets. Where the gradient is wanted, that of the loss takes the place of
/// the logits.
torch::Tensor losses_by_torch(const OutputPredictions& p, torch::Tensor& logits,
                              bool with_gradient) {
  const torch::Tensor target = p.targets.unsqueeze(1);
  logits.sub_(logits.logsumexp(1, true));
  torch::Tensor nll = -logits.gather(1, target).squeeze(1);
  if (with_gradient) {
    const torch::Tensor weight = p.weights.to(logits.dtype()).unsqueeze(1);
    logits.exp_().mul_(weight).scatter_add_(1, target, -weight);
  }
  return nll;
}

/// The same in one launch.
torch::Tensor losses_by_device(const engine::cuda::Table& kernels, const OutputPredictions& p,
                               torch::Tensor& logits, bool with_gradient) {
  torch::Tensor nll = torch::empty_like(p.weights);
  engine::cuda::CrossEntropyJob job = {};
  job.cuda_stream = engine::cuda_stream();
  job.rows = logits.size(0);
  job.vocabulary = logits.size(1);
  job.logits = logits.data_ptr<float>();
  job.targets = p.targets.const_data_ptr<int64_t>();
  job.loss_gradients = with_gradient ? p.weights.const_data_ptr<float>() : nullptr;
  job.losses = nll.data_ptr<float>();
  engine::require_cuda(kernels, kernels.cross_entropy(&job));
  return nll;
}

/// Adds the loss of a block of rows and, where the gradients are defined, theirs.
void add_block(const engine::cuda::Table* kernels, const OutputPredictions& p,
               LossAndGradient& sum) {
  const bool with_gradient = sum.hidden.defined();
  // A copy also of one row, which as it is would be the bias itself.
  torch::Tensor logits =
      p.bias.expand({p.hidden.size(0), -1}).clone(torch::MemoryFormat::Contiguous);
  multiply_add(p.hidden, p.weight.t(), logits);
  const torch::Tensor nll = kernels != nullptr
                                ? losses_by_device(*kernels, p, logits, with_gradient)
                                : losses_by_torch(p, logits, with_gradient);
  sum.loss += nll.dot(p.weights.to(nll.dtype()));
  if (!with_gradient) return;
  multiply(logits, p.weight, sum.hidden);
  multiply_add(logits.t(), p.hidden, sum.weight);
  sum.bias.add_(logits.sum(0));
}

/// @param kernels  of the device, or null: plain torch.
LossAndGradient by_blocks(const engine::cuda::Table* kernels, const OutputPredictions& given,
                          bool with_gradient) {
  const OutputPredictions p = kernels != nullptr ? contiguous(given) : given;
  const int64_t rows = p.hidden.size(0);
  const int64_t elements = kernels != nullptr ? kDeviceElements : kLogitBlockElements;
  const int64_t block = logit_block_rows(p.weight.size(0), elements);
  LossAndGradient sum = {torch::zeros({}, p.hidden.options()), {}, {}, {}};
  if (with_gradient) {
    sum.hidden = torch::empty_like(p.hidden);
    sum.weight = torch::zeros_like(p.weight);
    sum.bias = torch::zeros_like(p.bias);
  }
  for (int64_t row = 0; row < rows; row += block) {
    const auto cut = [&](const torch::Tensor& x) {
      return x.defined() ? x.narrow(0, row, std::min(block, rows - row)) : x;
    };
    LossAndGradient part = {sum.loss, cut(sum.hidden), sum.weight, sum.bias};
    add_block(kernels,
              {.hidden = cut(p.hidden),
               .weight = p.weight,
               .bias = p.bias,
               .targets = cut(p.targets),
               .weights = cut(p.weights)},
              part);
  }
  return sum;
}

LossAndGradient loss_and_gradient(const OutputPredictions& p, bool with_gradient) {
  const auto* kernels = kernels_for(p);
  if (kernels == nullptr && kernel_takes(p)) return by_kernel(p, with_gradient);
  return by_blocks(kernels, p, with_gradient);
}

void drop_rows_without_weight(OutputPredictions& p) {
  const torch::Tensor kept = p.weights.nonzero().squeeze(1);
  if (kept.size(0) == p.weights.size(0)) return;
  p.hidden = p.hidden.index_select(0, kept);
  p.targets = p.targets.index_select(0, kept);
  p.weights = p.weights.index_select(0, kept);
}

class OutputCrossEntropy : public torch::autograd::Function<OutputCrossEntropy> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& hidden,
                               const torch::Tensor& weight, const torch::Tensor& bias,
                               const torch::Tensor& targets, const torch::Tensor& weights) {
    const LossAndGradient evaluation = loss_and_gradient(
        {.hidden = hidden, .weight = weight, .bias = bias, .targets = targets, .weights = weights},
        true);
    context->save_for_backward({hidden, weight, bias, targets, weights});
    context->saved_data["hidden"] = evaluation.hidden;
    context->saved_data["weight"] = evaluation.weight;
    context->saved_data["bias"] = evaluation.bias;
    return evaluation.loss;
  }

  static variable_list backward(AutogradContext* context, const variable_list& outputs) {
    const torch::Tensor& slope = outputs[0];
    if (at::GradMode::is_enabled()) {
      notice_once("gradients of gradients of the cross-entropy are taken through plain torch");
      const auto plain = [](const variable_list& in) {
        return plain_output_cross_entropy({in[0], in[1], in[2], in[3], in[4]});
      };
      return differentiable_gradient(plain, context->get_saved_variables(), slope);
    }
    const auto scaled = [&](const char* name) {
      return context->saved_data[name].toTensor() * slope;
    };
    return {scaled("hidden"), scaled("weight"), scaled("bias"), {}, {}};
  }
};

}  // namespace

torch::Tensor plain_output_cross_entropy(const OutputPredictions& p) {
  const torch::Tensor logits = torch::linear(p.hidden, p.weight, p.bias);
  const torch::Tensor log_probability = torch::log_softmax(logits, 1);
  const torch::Tensor nll = -log_probability.gather(1, p.targets.unsqueeze(1)).squeeze(1);
  return (nll * p.weights).sum();
}

torch::Tensor output_cross_entropy(const OutputPredictions& given) {
  OutputPredictions p = given;
  p.weights = p.weights.detach();
  // On a device all rows are computed: hearing how many are left would take a wait for it.
  if (kernels_for(p) == nullptr) drop_rows_without_weight(p);
  const bool with_gradient =
      at::GradMode::is_enabled() &&
      (p.hidden.requires_grad() || p.weight.requires_grad() || p.bias.requires_grad());
  if (!with_gradient) return loss_and_gradient(p, false).loss;
  return OutputCrossEntropy::apply(p.hidden, p.weight, p.bias, p.targets, p.weights);
}

}  // namespace lingan
