/// Rollouts that can hold tokens of a sentence to given ones.
#pragma once

#include <lingan/engine/rollouts/rollouts.h>

namespace lingan::engine {

/// Of a token of FillingRollouts::fill() that is to be drawn.
inline constexpr int32_t kHole = -1;

/// Rollouts that fill holes between known tokens.
class FillingRollouts : public Rollouts {
 public:
  /// Sentences whose known tokens stay: each of the others is drawn as sample() draws it, after all
  /// tokens before it, drawn and known. A sentence has as many tokens as are given, whatever is
  /// drawn: that no eos is drawn is the generator's doing.
  /// @param request  without a prompt.
  /// @param known    [request.rows, request.length]: tokens, kHole where one is to be drawn, up to
  ///                 each row's length.
  /// @return log_probabilities are 0 for known tokens.
  /// @throws UsageError also if the tokens do not have that shape or are not of the vocabulary.
  virtual Samples fill(const SampleRequest& request, const TokenBatch& known) const = 0;
};

}  // namespace lingan::engine
