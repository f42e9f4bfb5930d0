#include <lingan/gan/strategies/pseudo_rewards.h>

#include <torch/autograd.h>

#include <lingan/model/layers/products.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// Keeps a token finite that neither p nor its neighbours can draw.
constexpr double kTinyProduct = 1e-30;

/// a b without gradient, by lingan's threads.
torch::Tensor product(const torch::Tensor& a, const torch::Tensor& b) {
  torch::Tensor out = torch::empty({a.size(0), b.size(1)}, a.options().requires_grad(false));
  multiply(a, b, out);
  return out;
}

/// K [V, V].
torch::Tensor kernel(const torch::Tensor& table, double bandwidth) {
  const auto squares = table.square().sum(1, true);
  auto distance = (squares + squares.t() - 2 * product(table, table.t())).clamp_min(0);
  distance.fill_diagonal_(0);  // where rounding would tell a token from itself
  return torch::exp(distance / (-2 * bandwidth * bandwidth));
}

}  // namespace

PseudoRewards pseudo_rewards(Discriminator& discriminator, const SentenceValue& reward,
                             const Sentences& sentences) {
  const auto table = discriminator.embeddings().detach();
  Sentences embedded;
  embedded.vectors = torch::embedding(table, sentences.tokens).requires_grad_();
  embedded.lengths = sentences.lengths;
  const auto rewards = reward(reward.by_features ? discriminator.features(embedded)
                                                 : discriminator.logits(embedded));
  const auto slope = torch::autograd::grad({rewards.sum()}, {embedded.vectors})[0];
  const torch::NoGradGuard no_gradient;
  const auto own = (slope * embedded.vectors).sum(2, true);  // [B, T, 1]
  const auto all = product(slope.flatten(0, 1), table.t()).view({slope.size(0), slope.size(1), -1});
  return {rewards.detach(), all - own};
}

torch::Tensor kernel_weights(const torch::Tensor& tokens, const torch::Tensor& probabilities,
                             const torch::Tensor& table, double bandwidth) {
  const torch::NoGradGuard no_gradient;
  const auto similarities = kernel(table.detach(), bandwidth);
  return similarities.index_select(0, tokens) /
         product(probabilities.detach(), similarities).clamp_min(kTinyProduct);
}

}  // namespace lingan
