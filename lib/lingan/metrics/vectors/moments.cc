#include <lingan/metrics/vectors/moments.h>

#include <algorithm>

#include <lingan/base/parallel.h>
#include <lingan/metrics/vectors/centred_vectors.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kColumns = 64;  // of the covariance that one task computes

}  // namespace

Moments moments_of(const SentenceVectors& vectors) {
  const int64_t width = vectors.width;
  const CentredVectors centred(vectors);
  Moments moments{.mean = {centred.mean.begin(), centred.mean.end()},
                  .covariance = std::vector<double>(width * width)};
  Eigen::Map<CentredVectors::Rows> covariance(moments.covariance.data(), width, width);
  parallel_for((width + kColumns - 1) / kColumns, 1, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      const int64_t first = task * kColumns;
      const int64_t columns = std::min(kColumns, width - first);
      covariance.block(0, first, first + columns, columns).noalias() =
          centred.rows.leftCols(first + columns).transpose() *
          centred.rows.middleCols(first, columns) / centred.divisor();
    }
  });
  covariance.triangularView<Eigen::StrictlyLower>() = covariance.transpose();
  return moments;
}

}  // namespace lingan::metrics
