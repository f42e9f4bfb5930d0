#include <lingan/gan/strategies/binary_code_losses.h>

#include <algorithm>

namespace lingan {
namespace {

/// 1 at each row's largest entries that are above 0, else 0: [B, B].
torch::Tensor largest(const torch::Tensor& rows, int64_t count) {
  const auto [values, places] = rows.topk(std::min(count, rows.size(1) - 1), 1);
  return torch::zeros_like(rows).scatter(1, places, (values > 0).to(rows.scalar_type()));
}

torch::Tensor without_diagonal(const torch::Tensor& square) {
  return square - torch::diag(square.diagonal());
}

}  // namespace

torch::Tensor bag_of_words_similarity(const Sentences& sentences, int64_t vocabulary) {
  const auto& tokens = sentences.tokens;
  const auto stands = inside(sentences.lengths, tokens.size(1)).to(torch::kFloat32);
  auto counts = torch::zeros({tokens.size(0), vocabulary}, stands.options());
  counts = counts.scatter_add(1, tokens, stands);
  const auto having = (counts > 0).sum(0).clamp_min(1).to(torch::kFloat32);
  const auto weighed = counts * torch::log(static_cast<double>(tokens.size(0)) / having);
  constexpr double kTiny = 1e-12;
  const auto directions = weighed / weighed.norm(2, 1, true).clamp_min(kTiny);
  return directions.matmul(directions.t());
}

torch::Tensor neighbour_signs(const torch::Tensor& similarity, int64_t count) {
  const auto self = torch::eye(similarity.size(0), similarity.options());
  const auto others = without_diagonal(similarity);
  const auto nearest = largest(others, count) + self;
  // Neighbours are shared in whole numbers, and a cosine is at most 1: it breaks their ties.
  const auto shared = without_diagonal(nearest.matmul(nearest.t()));
  const auto peers = largest(shared + 0.5 * others * (shared > 0), count) + self;
  const auto reached = peers.matmul(nearest);
  return 2 * (reached + reached.t() > 0).to(similarity.scalar_type()) - 1;
}

torch::Tensor neighbourhood_loss(const torch::Tensor& codes, const torch::Tensor& signs) {
  const auto products = codes.matmul(codes.t()) / static_cast<double>(codes.size(1));
  return (products - signs).square().mean() / 2;
}

torch::Tensor balance_loss(const torch::Tensor& codes) {
  const auto bits = static_cast<double>(codes.size(1));
  const auto products = codes.t().matmul(codes) / static_cast<double>(codes.size(0));
  const auto of_pairs =
      without_diagonal(products).square().sum() / std::max(bits * (bits - 1), 1.0);
  return codes.mean(0).square().mean() + of_pairs;
}

}  // namespace lingan
