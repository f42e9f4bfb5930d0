/// Holes of masked sentences: which tokens their sources leave open.
#pragma once

#include <cstdint>
#include <memory>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// Where the sources of sentences are the sentences themselves with holes, a hole is bos, which no
/// sentence has inside. A sentence's token is open where its source has a hole, and known
/// elsewhere. Where no source of a table has a hole, they are other text, and all tokens are open.
class Holes {
 public:
  /// @param sources  null: there are none, and all tokens are open.  @param bos  of the sentences.
  Holes(std::shared_ptr<const SourceTable> sources, int32_t bos);

  /// Whether the sources are masked sentences.
  bool any() const { return open_.defined(); }

  /// 1 where a token is open, else 0: [B, width] float, where the numbers are. Every source has as
  /// many tokens as its sentence; what follows these is known.
  /// @param numbers  [B] int64, of the sentences' sources.
  /// REQUIRES: any().
  torch::Tensor open(const torch::Tensor& numbers, int64_t width);

 private:
  torch::Tensor open_;  // [S, W] bool, where it was read last; undefined: no source has a hole
};

}  // namespace lingan
