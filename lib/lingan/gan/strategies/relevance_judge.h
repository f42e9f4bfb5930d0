/// How relevant an item is to a query, by a factorization of its own.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/generators/generator_options.h>

namespace lingan {

/// f(q, d) = u_q . v_d + b_d, the log odds that item d is relevant to query q.
///
/// Parameters: query [Q, E], item [V, E], item_bias [V].
class RelevanceJudge : public torch::nn::Module {
 public:
  /// On the CPU, with weights uniform on (-0.05, 0.05), as published.
  /// @param generator  whose vocabulary and labels it has.  @param width  E.
  RelevanceJudge(const GeneratorOptions& generator, int64_t width, RandomStream stream);

  /// f of each row's query and its items, [B, N], differentiable.
  /// @param queries  [B] int64.  @param items  [B, N] int64.
  torch::Tensor forward(const torch::Tensor& queries, const torch::Tensor& items) const;

  /// f of each row's query and all items, [B, V], differentiable.
  torch::Tensor all(const torch::Tensor& queries) const;

  /// Half the sum of squares of what f(q, d) is made of, [B, N], differentiable.
  torch::Tensor squares(const torch::Tensor& queries, const torch::Tensor& items) const;

 private:
  torch::Tensor query_, item_, item_bias_;
};

/// Half the sum of squares of vectors [..., E] and of biases [...].
torch::Tensor half_squares(const torch::Tensor& vectors, const torch::Tensor& biases);

}  // namespace lingan
