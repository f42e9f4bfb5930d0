/// How well codes of sentences find those of the same kind.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/metrics/vectors/binary_codes.h>

namespace lingan::metrics {

/// What each sentence finds among all others, which are ranked by the Hamming distance of their
/// codes from its own. Of others at one distance each order is as likely as any: values are
/// expectations over these (McSherry & Najork 2008), so that the order of the file has no effect.
struct Retrieval {
  int64_t queries = 0;                ///< sentences whose label another has; means are over them
  double precision = 0;               ///< share of the K nearest that have the sentence's label
  double mean_average_precision = 0;  ///< over all ranks
  double chance = 0;                  ///< the precision of an order by chance
};

/// @param labels  of each code's sentence.
/// @param nearest  K, >= 1; more than there are others counts as all.
/// @throws UsageError if no two sentences have the same label.
Retrieval retrieval(const BinaryCodes& codes, std::span<const int32_t> labels, int64_t nearest);

}  // namespace lingan::metrics
