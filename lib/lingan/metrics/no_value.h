/// Why a metric has no value.
#pragma once

#include <string>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>

namespace lingan::metrics {

/// A metric is not defined for these sentences or with this option; others may be.
class NoValue : public UsageError {
 public:
  using UsageError::UsageError;
};

/// Of n-grams, where all sentences are shorter.
inline NoValue no_ngrams(int order) {
  return NoValue("no sentence has " + counted(order, "token"));
}

}  // namespace lingan::metrics
