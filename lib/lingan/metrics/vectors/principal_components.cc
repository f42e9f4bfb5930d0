#include <lingan/metrics/vectors/principal_components.h>

#include <algorithm>

#include <Eigen/Eigenvalues>

#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/vectors/moments.h>

namespace lingan::metrics {
namespace {

template <class Number>
using Rows = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int64_t kRows = 512;  // that one task projects

/// How many of the largest eigenvalues explain the share.
/// @param rising  all of them, from the lowest.
int64_t components_for(const Eigen::VectorXd& rising, double share) {
  const Eigen::VectorXd variances = rising.cwiseMax(0).reverse();
  const double total = variances.sum();
  if (total <= 0) throw NoValue("all vectors are the same");
  double explained = 0;
  for (int64_t i = 0; i < variances.size(); ++i) {
    explained += variances[i] / total;
    if (explained >= share) return i + 1;
  }
  return variances.size();
}

}  // namespace

Points principal_components(const SentenceVectors& vectors, double share) {
  const int64_t width = vectors.width;
  const Moments moments = moments_of(vectors);
  const Eigen::Map<const Eigen::MatrixXd> covariance(moments.covariance.data(), width, width);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  const int64_t kept = components_for(solver.eigenvalues(), share);
  const Eigen::MatrixXd basis = solver.eigenvectors().rightCols(kept).rowwise().reverse();
  const Eigen::Map<const Eigen::RowVectorXd> mean(moments.mean.data(), width);
  Points points{.width = kept, .values = std::vector<float>(vectors.size() * kept)};
  parallel_for(vectors.size(), kRows, [&](int64_t begin, int64_t end) {
    const Eigen::Map<const Rows<double>> rows(vectors[begin].data(), end - begin, width);
    Eigen::Map<Rows<float>> out(points.values.data() + begin * kept, end - begin, kept);
    out = ((rows.rowwise() - mean) * basis).cast<float>();
  });
  return points;
}

}  // namespace lingan::metrics
