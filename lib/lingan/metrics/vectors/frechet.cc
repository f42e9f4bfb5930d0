#include <lingan/metrics/vectors/frechet.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

#include <lingan/base/parallel.h>
#include <lingan/base/random_permutation.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/vectors/centred_vectors.h>

namespace lingan::metrics {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Solver = Eigen::SelfAdjointEigenSolver<MatrixXd>;

/// Symmetric: rows or columns first is the same.
Eigen::Map<const MatrixXd> matrix(const std::vector<double>& values, int64_t width) {
  return {values.data(), width, width};
}

double trace_of_root(const Moments& a, const Moments& b) {
  const auto width = static_cast<int64_t>(a.mean.size());
  const Solver first(matrix(a.covariance, width));
  const VectorXd roots = first.eigenvalues().cwiseMax(0).cwiseSqrt();
  const MatrixXd root =
      first.eigenvectors() * roots.asDiagonal() * first.eigenvectors().transpose();
  const MatrixXd product = root * matrix(b.covariance, width) * root;
  const Solver second(product, Eigen::EigenvaluesOnly);
  return second.eigenvalues().cwiseMax(0).cwiseSqrt().sum();
}

/// The distance of samples of few vectors: S1 S2 = A^T A B^T B has the eigenvalues of
/// (A B^T)(A B^T)^T, whose roots are the singular values of a matrix as small as the samples.
double distance_of_few(const VectorPair& vectors) {
  const CentredVectors a(vectors.hypotheses), b(vectors.references);
  const MatrixXd product = a.rows * b.rows.transpose();
  const double trace = Eigen::BDCSVD<MatrixXd>(product).singularValues().sum() /
                       std::sqrt(a.divisor() * b.divisor());
  const double distance = (a.mean - b.mean).squaredNorm() + a.rows.squaredNorm() / a.divisor() +
                          b.rows.squaredNorm() / b.divisor() - 2 * trace;
  return std::max(0.0, distance);
}

/// Part `part` of `parts` equal ones, in a random order that is always the same.
SentenceVectors random_part(const SentenceVectors& vectors, int64_t part, int64_t parts) {
  const RandomPermutation order(vectors.size(), {.seed = 1, .purpose = Purpose::kEvaluate});
  SentenceVectors chosen{.width = vectors.width, .values = {}};
  const int64_t begin = vectors.size() * part / parts;
  const int64_t end = vectors.size() * (part + 1) / parts;
  chosen.values.reserve((end - begin) * vectors.width);
  for (int64_t place = begin; place < end; ++place) {
    const auto row = vectors[static_cast<int64_t>(order.at(place))];
    chosen.values.insert(chosen.values.end(), row.begin(), row.end());
  }
  return chosen;
}

/// The mean distance over the parts of a number of equal ones.
double mean_of_parts(const VectorPair& vectors, int64_t parts) {
  std::vector<double> distances(parts);
  parallel_for(parts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      distances[part] =
          frechet_distance({.hypotheses = random_part(vectors.hypotheses, part, parts),
                            .references = random_part(vectors.references, part, parts)});
    }
  });
  double sum = 0;
  for (const double distance : distances) sum += distance;
  return sum / static_cast<double>(parts);
}

}  // namespace

double frechet_distance(const Moments& a, const Moments& b) {
  const auto width = static_cast<int64_t>(a.mean.size());
  require_same_width(width, static_cast<int64_t>(b.mean.size()));
  const Eigen::Map<const VectorXd> first(a.mean.data(), width), second(b.mean.data(), width);
  const double distance = (first - second).squaredNorm() + matrix(a.covariance, width).trace() +
                          matrix(b.covariance, width).trace() - 2 * trace_of_root(a, b);
  return std::max(0.0, distance);
}

double frechet_distance(const VectorPair& vectors) {
  require_same_width(vectors.hypotheses.width, vectors.references.width);
  const int64_t most = std::max(vectors.hypotheses.size(), vectors.references.size());
  if (most <= vectors.references.width) return distance_of_few(vectors);
  return frechet_distance(moments_of(vectors.hypotheses), moments_of(vectors.references));
}

double frechet_floor(const VectorPair& vectors) {
  const SentenceVectors& real = vectors.references;
  if (real.size() < 4) throw NoValue("the floor needs at least four references");
  if (vectors.hypotheses.size() < 2) throw NoValue("the floor needs at least two hypotheses");
  const VectorPair halves{.hypotheses = random_part(real, 0, 2),
                          .references = random_part(real, 1, 2)};
  const auto inverse = [](const SentenceVectors& sample) {
    return 1 / static_cast<double>(sample.size());
  };
  const double bias = inverse(vectors.hypotheses) + inverse(vectors.references);
  return frechet_distance(halves) * bias /
         (inverse(halves.hypotheses) + inverse(halves.references));
}

double frechet_extrapolated(const VectorPair& vectors) {
  constexpr std::array<int64_t, 3> kParts = {1, 2, 4};
  const int64_t fewest = std::min(vectors.hypotheses.size(), vectors.references.size());
  if (fewest / kParts.back() <= vectors.references.width) {
    throw NoValue(
        fmt::format("the extrapolation of vectors of {} numbers needs at least {} of each",
                    vectors.references.width, kParts.back() * (vectors.references.width + 1)));
  }
  constexpr double kMean = (1 + 2 + 4) / 3.0;  // of 1/n, in units of that of the whole
  double mean = 0, slope = 0, spread = 0;
  for (const int64_t parts : kParts) {
    const double distance = mean_of_parts(vectors, parts);
    const double at = static_cast<double>(parts) - kMean;
    mean += distance / kParts.size();
    slope += at * distance;
    spread += at * at;
  }
  return mean - slope / spread * kMean;
}

}  // namespace lingan::metrics
