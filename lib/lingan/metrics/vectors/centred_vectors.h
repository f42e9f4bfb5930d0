/// Vectors less their mean: what covariances are made of.
#pragma once

#include <Eigen/Core>

#include <lingan/metrics/no_value.h>
#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

struct CentredVectors {
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Rows rows;                ///< [N, D]
  Eigen::RowVectorXd mean;  ///< [D]

  /// @throws NoValue for fewer than two vectors.
  explicit CentredVectors(const SentenceVectors& vectors) {
    if (vectors.size() < 2) throw NoValue("a covariance needs at least two vectors");
    rows = Eigen::Map<const Rows>(vectors.values.data(), vectors.size(), vectors.width);
    mean = rows.colwise().mean();
    rows.rowwise() -= mean;
  }
  /// What sums of products are divided by: N - 1.
  double divisor() const { return static_cast<double>(rows.rows() - 1); }
};

}  // namespace lingan::metrics
