/// The encoder of sources: one recurrent layer, whose last state stands for a whole sentence (Cho
/// et al. 2014, sec. 2.2; Sutskever et al. 2014).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// A GRU over the embeddings of sources.
class SourceEncoder {
 public:
  /// Registers its weights, whose names begin with `source_`.
  /// @param embedding_width  E.  @param width  H.
  SourceEncoder(torch::nn::Module& network, int64_t embedding_width, int64_t width);

  /// Reads these sources from now on.
  void take(std::shared_ptr<const SourceTable> sources);

  /// The states [B, H] after the last token of each source, whatever follows it.
  /// @param embeddings  [V, E].  @param numbers  [B] int64, of the sources to read, where the
  /// embeddings are.
  torch::Tensor codes(const torch::Tensor& embeddings, const torch::Tensor& numbers);

 private:
  std::vector<torch::Tensor> weights_;
  std::shared_ptr<const SourceTable> sources_;  // memory that the tensors may point into
  torch::Tensor tokens_;                        // [S, W] int32, where it was read last
  torch::Tensor last_;                          // [S] int32, positions of the last tokens
};

}  // namespace lingan
