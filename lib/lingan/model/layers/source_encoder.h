/// The encoder of sources: one recurrent layer, whose last state stands for a whole sentence (Cho
/// et al. 2014, sec. 2.2; Sutskever et al. 2014). Where a sentence has a label beside its source,
/// that is read before it, as a word would be (Johnson et al. 2017, multilingual translation, sec.
/// 3).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/holes.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// Sizes of an encoder.
struct SourceEncoderShape {
  int64_t embedding_width;  ///< E
  int64_t width;            ///< H
  int32_t bos;              ///< which in a source is a hole
  int64_t labels = 0;       ///< K, of the sources; 0: none are read
};

/// A GRU over the embeddings of sources.
class SourceEncoder {
 public:
  /// Registers its weights, whose names begin with `source_`: those of a GRU, and of labels
  /// source_label_embedding [K, E].
  SourceEncoder(torch::nn::Module& network, const SourceEncoderShape& shape);

  /// Has these sources to give from now on.
  void take(std::shared_ptr<const SourceTable> sources);

  /// Whether the sources are masked sentences (holes.h).
  bool reads_holes() const { return holes_.any(); }

  /// Weights of the tokens of sentences, 0 where these are known.
  /// @param weights  [B, T].  @param numbers  as below; undefined where all tokens are open.
  torch::Tensor of_open(const torch::Tensor& weights, const torch::Tensor& numbers);

  /// Sources by their numbers: hard tokens [B, W], lengths, and labels where they have any, where
  /// the numbers are.
  /// @param numbers  [B] int64.
  Sentences sources(const torch::Tensor& numbers);

  /// The states [B, H] after the last token of each source, whatever follows it; differentiable in
  /// the vectors.
  /// @param vectors  [B, T, E], of tokens.  @param sources  of them the lengths, [B] int64, each 1
  /// or more, and the labels, where it reads any.
  /// @throws UsageError if it reads labels and they are missing.
  torch::Tensor codes(const torch::Tensor& vectors, const Sentences& sources) const;

  /// The vectors of labels, [K, E]; undefined: none are read.
  const torch::Tensor& label_embedding() const { return label_embedding_; }

 private:
  torch::Tensor last_states(const torch::Tensor& vectors, const torch::Tensor& lengths) const;

  std::vector<torch::Tensor> weights_;
  torch::Tensor label_embedding_;
  int32_t bos_;
  Holes holes_;
  std::shared_ptr<const SourceTable> sources_;  // memory that the tensors may point into
  torch::Tensor tokens_;                        // [S, W] int32, where it was read last
  torch::Tensor lengths_;                       // [S] int32
  torch::Tensor labels_;                        // [S] int32; undefined: they have none
};

}  // namespace lingan
