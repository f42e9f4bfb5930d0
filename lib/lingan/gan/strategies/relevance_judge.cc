#include <lingan/gan/strategies/relevance_judge.h>

#include <algorithm>

#include <lingan/model/layers/initial_weights.h>

namespace lingan {

RelevanceJudge::RelevanceJudge(const GeneratorOptions& generator, int64_t width,
                               RandomStream stream) {
  constexpr double kRange = 0.05;
  const auto queries = std::max<int64_t>(1, std::ssize(generator.label_sentences));
  query_ = register_parameter("query", torch::empty({queries, width}));
  item_ = register_parameter("item", torch::empty({generator.vocabulary_size, width}));
  item_bias_ = register_parameter("item_bias", torch::empty({generator.vocabulary_size}));
  InitialWeights draw(stream);
  for (auto& parameter : parameters()) draw.uniform(parameter, -kRange, kRange);
}

torch::Tensor RelevanceJudge::forward(const torch::Tensor& queries,
                                      const torch::Tensor& items) const {
  const auto query = torch::embedding(query_, queries).unsqueeze(1);       // [B, 1, E]
  const auto products = (query * torch::embedding(item_, items)).sum(-1);  // [B, N]
  return products + item_bias_.index_select(0, items.flatten()).view_as(items);
}

torch::Tensor RelevanceJudge::all(const torch::Tensor& queries) const {
  return torch::linear(torch::embedding(query_, queries), item_, item_bias_);
}

torch::Tensor RelevanceJudge::squares(const torch::Tensor& queries,
                                      const torch::Tensor& items) const {
  const auto of_items = half_squares(torch::embedding(item_, items),
                                     item_bias_.index_select(0, items.flatten()).view_as(items));
  return of_items + torch::embedding(query_, queries).square().sum(-1, true) / 2;
}

torch::Tensor half_squares(const torch::Tensor& vectors, const torch::Tensor& biases) {
  return (vectors.square().sum(-1) + biases.square()) / 2;
}

}  // namespace lingan
