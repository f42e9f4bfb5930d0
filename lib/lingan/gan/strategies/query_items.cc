#include <lingan/gan/strategies/query_items.h>

#include <algorithm>
#include <set>
#include <vector>

#include <lingan/gan/strategies/token_draws.h>

namespace lingan {
namespace {

/// Without labels they have one query.
std::vector<std::set<int32_t>> items_by_query(const TokenBatch& pairs) {
  std::vector<std::set<int32_t>> items(1);
  for (int64_t row = 0; row < pairs.rows; ++row) {
    const size_t query = pairs.labels.empty() ? 0 : static_cast<size_t>(pairs.labels[row]);
    if (query >= items.size()) items.resize(query + 1);
    items[query].insert(pairs.row(row).front());
  }
  return items;
}

}  // namespace

QueryItems::QueryItems(const TokenBatch& pairs, const Generator& generator) {
  const auto items = items_by_query(pairs);
  size_t width = 0;
  for (const auto& own : items) width = std::max(width, own.size());
  const int64_t vocabulary = generator.options().vocabulary_size;
  std::vector<int64_t> places;
  for (const auto& own : items) {
    places.insert(places.end(), own.begin(), own.end());
    places.resize(places.size() + width - own.size(), vocabulary);
  }
  const torch::Device device = generator.embeddings().device();
  places_ = torch::tensor(places, torch::kInt64)
                .view({static_cast<int64_t>(items.size()), static_cast<int64_t>(width)})
                .to(device);
  items_ = torch::ones({vocabulary}, device);
  const SpecialTokens& specials = generator.options().specials;
  for (const int32_t special : {specials.pad, specials.eos, specials.unk}) {
    if (special >= 0) items_.select(0, special).zero_();
  }
  // Without an end bos may be an ordinary token.
  if (specials.eos >= 0) items_.select(0, specials.bos).zero_();
}

torch::Tensor QueryItems::relevant(const torch::Tensor& queries) const {
  const int64_t vocabulary = items_.size(0);
  return torch::zeros({queries.size(0), vocabulary + 1}, items_.options())
      .scatter_(1, places_.index_select(0, queries), 1.0)
      .narrow(1, 0, vocabulary);
}

torch::Tensor QueryItems::others(const torch::Tensor& queries) const {
  return items_ * (1 - relevant(queries));
}

torch::Tensor queries_of(const Sentences& pairs) {
  if (pairs.labels.defined()) return pairs.labels;
  return torch::zeros({pairs.rows()}, pairs.tokens.options());
}

ItemLogits item_logits(Generator& generator, const Sentences& pairs) {
  ItemLogits items;
  items.query = generator.hidden(pairs.tokens.narrow(1, 0, 1), pairs.labels).select(1, 0);
  items.output = generator.output();
  items.logits = torch::linear(items.query, items.output.weight, items.output.bias);
  return items;
}

torch::Tensor drawn_items(const torch::Tensor& weights, int64_t draws, RandomStream stream) {
  const torch::Tensor uniform = uniform_numbers(stream, 0, weights.size(0), 0, draws);
  // In float64 the sums of many items are still told apart.
  const torch::Tensor sums = weights.detach().to(torch::kFloat64).cumsum(1);
  const torch::Tensor points = uniform.to(weights.device()) * sums.narrow(1, -1, 1);
  return torch::searchsorted(sums, points, /*out_int32=*/false, /*right=*/true)
      .clamp_max(weights.size(1) - 1);
}

}  // namespace lingan
