#include <lingan/model/layers/softmax_pair_loss.h>

#include <c10/util/ParallelGuard.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <stdexcept>

#include <lingan/base/parallel.h>
#include <lingan/model/layers/logit_blocks.h>
#include <lingan/model/layers/products.h>

namespace lingan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kChunkElements = int64_t{1} << 15;  // that stay in a core's cache

/// A loss and, where it is wanted, its gradient in p.
struct PairLoss {
  torch::Tensor loss;
  SoftmaxRows gradient;
};

/// One evaluation of the loss over all rows.
struct Evaluation {
  const SoftmaxRows& p;
  const SoftmaxRows& q;
  const torch::Tensor& weights;
  const torch::Tensor& numbers;  // of the rows
  const RowLoss& loss;
  bool with_gradient;
};

torch::Tensor logits_of(const SoftmaxRows& rows, int64_t first, int64_t count) {
  // A copy also of one row, which as it is would be the bias itself.
  torch::Tensor logits = rows.bias.expand({count, -1}).clone(torch::MemoryFormat::Contiguous);
  multiply_add(rows.hidden.narrow(0, first, count), rows.weight.t(), logits);
  return logits;
}

/// Turns logits into ln of probabilities where they are.
void normalize(const torch::Tensor& logits) { logits.sub_(logits.logsumexp(1, true)); }

/// The losses of a chunk of rows; where the gradient is wanted, that in the logits takes their
/// place.
torch::Tensor chunk_losses(const Evaluation& wanted, const torch::Tensor& p, const torch::Tensor& q,
                           int64_t first) {
  normalize(p);
  normalize(q);
  const torch::Tensor probabilities = wanted.with_gradient ? p.exp() : torch::Tensor();
  const RowLosses losses = wanted.loss(p, q, wanted.numbers.narrow(0, first, p.size(0)));
  if (wanted.with_gradient) {
    const auto weight = wanted.weights.narrow(0, first, p.size(0)).unsqueeze(1);
    const auto& slopes = losses.slopes;
    p.copy_(torch::addcmul(slopes, probabilities, slopes.sum(1, true), -1).mul_(weight));
  }
  return losses.losses;
}

/// The losses of a block of rows, [n], as chunk_losses() has them.
torch::Tensor block_losses(const Evaluation& wanted, const torch::Tensor& p, const torch::Tensor& q,
                           int64_t first) {
  if (!p.is_cpu()) return chunk_losses(wanted, p, q, first);
  torch::Tensor losses = torch::empty({p.size(0)}, p.options());
  const int64_t chunk = std::max<int64_t>(1, kChunkElements / p.size(1));
  parallel_for(p.size(0), chunk, [&](int64_t begin, int64_t end) {
    const torch::NoGradGuard no_gradient;
    const c10::ParallelGuard on_this_thread(true);
    const auto cut = [&](const torch::Tensor& x) { return x.narrow(0, begin, end - begin); };
    cut(losses).copy_(chunk_losses(wanted, cut(p), cut(q), first + begin));
  });
  return losses;
}

/// Adds the loss of a block of rows and its gradient.
void add_pair_block(const Evaluation& wanted, int64_t first, int64_t count, PairLoss& sum) {
  const torch::Tensor logits = logits_of(wanted.p, first, count);
  const auto losses = block_losses(wanted, logits, logits_of(wanted.q, first, count), first);
  sum.loss += losses.dot(wanted.weights.narrow(0, first, count));
  if (!wanted.with_gradient) return;
  multiply(logits, wanted.p.weight, sum.gradient.hidden.narrow(0, first, count));
  multiply_add(logits.t(), wanted.p.hidden.narrow(0, first, count), sum.gradient.weight);
  sum.gradient.bias.add_(logits.sum(0));
}

PairLoss evaluated(const Evaluation& wanted) {
  const torch::NoGradGuard no_gradient;
  const SoftmaxRows& p = wanted.p;
  PairLoss sum = {torch::zeros({}, p.hidden.options()), {}};
  if (wanted.with_gradient) {
    sum.gradient = {torch::empty_like(p.hidden), torch::zeros_like(p.weight),
                    torch::zeros_like(p.bias)};
  }
  const int64_t rows = p.hidden.size(0);
  const int64_t block = logit_block_rows(p.weight.size(0));
  for (int64_t row = 0; row < rows; row += block) {
    add_pair_block(wanted, row, std::min(block, rows - row), sum);
  }
  return sum;
}

/// Gives the gradient that was computed with the loss.
class KnownGradient : public torch::autograd::Function<KnownGradient> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor&, const torch::Tensor&,
                               const torch::Tensor&, const PairLoss& evaluation) {
    context->saved_data["hidden"] = evaluation.gradient.hidden;
    context->saved_data["weight"] = evaluation.gradient.weight;
    context->saved_data["bias"] = evaluation.gradient.bias;
    return evaluation.loss;
  }

  static variable_list backward(AutogradContext* context, const variable_list& outputs) {
    if (at::GradMode::is_enabled()) {
      throw std::logic_error("the loss of two softmaxes has no gradient of its gradient");
    }
    const auto scaled = [&](const char* name) {
      return context->saved_data[name].toTensor() * outputs[0];
    };
    return {scaled("hidden"), scaled("weight"), scaled("bias"), {}};
  }
};

}  // namespace

torch::Tensor softmax_pair_loss(const SoftmaxRows& p, const SoftmaxRows& q,
                                const torch::Tensor& weights, const RowLoss& loss) {
  // On a device all rows are computed: hearing how many have a weight would take a wait for it.
  const torch::Tensor numbers =
      weights.is_cpu() ? weights.nonzero().squeeze(1)
                       : torch::arange(weights.size(0), weights.options().dtype(torch::kInt64));
  const auto kept = [&](const torch::Tensor& rows) {
    return numbers.size(0) == rows.size(0) ? rows : rows.index_select(0, numbers);
  };
  const SoftmaxRows own = {kept(p.hidden), p.weight, p.bias};
  const SoftmaxRows other = {kept(q.hidden), q.weight, q.bias};
  const torch::Tensor own_weights = kept(weights).detach().to(p.hidden.dtype());
  const bool with_gradient =
      at::GradMode::is_enabled() &&
      (own.hidden.requires_grad() || own.weight.requires_grad() || own.bias.requires_grad());
  const auto evaluation = evaluated({.p = own,
                                     .q = other,
                                     .weights = own_weights,
                                     .numbers = numbers,
                                     .loss = loss,
                                     .with_gradient = with_gradient});
  if (!with_gradient) return evaluation.loss;
  return KnownGradient::apply(own.hidden, own.weight, own.bias, evaluation);
}

}  // namespace lingan
