/// Holes filled by codes of the sentences, and codes by what fills them.
#pragma once

#include <memory>

#include <lingan/base/token_batch.h>
#include <lingan/model/generators/generator.h>
#include <lingan/run/evaluation/fill_request.h>
#include <lingan/run/evaluation/hole_filler.h>
#include <lingan/run/evaluation/run_encoder.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Steps that are alternately of codes and of words (model/generators/fill_by_codes.h); words are
/// drawn as the generator writes.
class GibbsFiller final : public HoleFiller {
 public:
  /// @param run  whose encoder tells a posterior.  @param generator  of it.
  /// @param sentences  as make_hole_filler().
  /// @throws UsageError for options by which words would be drawn otherwise, or candidates.
  GibbsFiller(const RunDirectory& run, std::shared_ptr<Generator> generator,
              std::shared_ptr<const TokenBatch> sentences, const FillRequest& request);

  TokenBatch fill(int64_t first, int64_t count) const override;

 private:
  RunEncoder encoder_;
  std::shared_ptr<Generator> generator_;
  std::shared_ptr<const TokenBatch> sentences_;
  FillRequest request_;
};

}  // namespace lingan
