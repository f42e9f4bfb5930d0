/// The encoder of sources: one recurrent layer, whose last state stands for a whole sentence (Cho
/// et al. 2014, sec. 2.2; Sutskever et al. 2014).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/holes.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// A GRU over the embeddings of sources.
class SourceEncoder {
 public:
  /// Registers its weights, whose names begin with `source_`.
  /// @param embedding_width  E.  @param width  H.  @param bos  which in a source is a hole.
  SourceEncoder(torch::nn::Module& network, int64_t embedding_width, int64_t width, int32_t bos);

  /// Has these sources to give from now on.
  void take(std::shared_ptr<const SourceTable> sources);

  /// Whether the sources are masked sentences (holes.h).
  bool reads_holes() const { return holes_.any(); }

  /// Weights of the tokens of sentences, 0 where these are known.
  /// @param weights  [B, T].  @param numbers  as below; undefined where all tokens are open.
  torch::Tensor of_open(const torch::Tensor& weights, const torch::Tensor& numbers);

  /// Sources by their numbers: hard tokens [B, W] and lengths, where the numbers are.
  /// @param numbers  [B] int64.
  Sentences sources(const torch::Tensor& numbers);

  /// The states [B, H] after the last token of each source, whatever follows it; differentiable in
  /// the vectors.
  /// @param vectors  [B, T, E], of tokens.  @param lengths  [B] int64, each 1 or more.
  torch::Tensor codes(const torch::Tensor& vectors, const torch::Tensor& lengths) const;

 private:
  std::vector<torch::Tensor> weights_;
  int32_t bos_;
  Holes holes_;
  std::shared_ptr<const SourceTable> sources_;  // memory that the tensors may point into
  torch::Tensor tokens_;                        // [S, W] int32, where it was read last
  torch::Tensor lengths_;                       // [S] int32
};

}  // namespace lingan
