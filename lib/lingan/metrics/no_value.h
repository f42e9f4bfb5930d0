/// Why a metric has no value.
#pragma once

#include <lingan/base/error.h>

namespace lingan::metrics {

/// A metric is not defined for these sentences or with this option; others may be.
class NoValue : public UsageError {
 public:
  using UsageError::UsageError;
};

}  // namespace lingan::metrics
