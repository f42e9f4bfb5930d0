/// The encoder of sources: one recurrent layer, whose last state stands for a whole sentence (Cho
/// et al. 2014, sec. 2.2; Sutskever et al. 2014).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/sentences.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// A GRU over the embeddings of sources.
class SourceEncoder {
 public:
  /// Registers its weights, whose names begin with `source_`.
  /// @param embedding_width  E.  @param width  H.
  SourceEncoder(torch::nn::Module& network, int64_t embedding_width, int64_t width);

  /// Has these sources to give from now on.
  void take(std::shared_ptr<const SourceTable> sources);

  /// Sources by their numbers: hard tokens [B, W] and lengths, where the numbers are.
  /// @param numbers  [B] int64.
  Sentences sources(const torch::Tensor& numbers);

  /// The states [B, H] after the last token of each source, whatever follows it; differentiable in
  /// the vectors.
  /// @param vectors  [B, T, E], of tokens.  @param lengths  [B] int64, each 1 or more.
  torch::Tensor codes(const torch::Tensor& vectors, const torch::Tensor& lengths) const;

 private:
  std::vector<torch::Tensor> weights_;
  std::shared_ptr<const SourceTable> sources_;  // memory that the tensors may point into
  torch::Tensor tokens_;                        // [S, W] int32, where it was read last
  torch::Tensor lengths_;                       // [S] int32
};

}  // namespace lingan
