#include <lingan/metrics/vectors/moments.h>

#include <algorithm>

#include <Eigen/Core>

#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int64_t kColumns = 64;  // of the covariance that one task computes

}  // namespace

Moments moments_of(const SentenceVectors& vectors) {
  const int64_t count = vectors.size(), width = vectors.width;
  if (count < 2) throw NoValue("a covariance needs at least two vectors");
  Moments moments{.mean = std::vector<double>(width), .covariance = {}};
  Rows centred = Eigen::Map<const Rows>(vectors.values.data(), count, width);
  Eigen::Map<Eigen::RowVectorXd> mean(moments.mean.data(), width);
  mean = centred.colwise().mean();
  centred.rowwise() -= mean;
  moments.covariance.resize(width * width);
  Eigen::Map<Rows> covariance(moments.covariance.data(), width, width);
  parallel_for((width + kColumns - 1) / kColumns, 1, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      const int64_t first = task * kColumns;
      const int64_t columns = std::min(kColumns, width - first);
      covariance.block(0, first, first + columns, columns).noalias() =
          centred.leftCols(first + columns).transpose() * centred.middleCols(first, columns) /
          static_cast<double>(count - 1);
    }
  });
  covariance.triangularView<Eigen::StrictlyLower>() = covariance.transpose();
  return moments;
}

}  // namespace lingan::metrics
