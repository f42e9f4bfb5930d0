/// Estimators of embedding: vectors of the embedding space that stand for tokens.
#pragma once

#include <memory>
#include <string_view>

#include <lingan/gan/strategies/relaxed_sentences.h>

namespace lingan {

/// An estimator by the name of its card:
///   soft-argmax        softmax(kappa o) E, shown and fed back (Zhang et al. 2017, eq. 9)
///   nearest-neighbour  the embedding of the token nearest to the point that G gives, with the
///                      point's gradient, shown and fed back (Bengio et al. 2013)
///   continuous         the point itself is shown; as nearest-neighbour, but for that
/// @param sharpness  kappa > 0, of estimators by sharpness.
/// @throws UsageError for an unknown name, listing the known ones.
std::unique_ptr<Relaxation> make_embedding_estimator(std::string_view name, double sharpness);

}  // namespace lingan
