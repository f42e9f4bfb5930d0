#include <lingan/metrics/vectors/divergence_frontier.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace lingan::metrics {
namespace {

constexpr int kWeights = 25;
constexpr double kFirstWeight = 1e-6;

struct Point {
  double x, y;
};

/// KL(P|R) in nats; infinite where R lacks what P has.
double divergence(const Histogram& p, const Histogram& r) {
  double sum = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0) continue;
    if (r[i] == 0) return std::numeric_limits<double>::infinity();
    sum += p[i] * std::log(p[i] / r[i]);
  }
  return sum;
}

std::vector<Point> curve(const Histogram& p, const Histogram& q, double scaling) {
  std::vector<Point> points = {{1, 0}};
  Histogram mixture(p.size());
  for (int i = 0; i < kWeights; ++i) {
    const double w = kFirstWeight + i * (1 - 2 * kFirstWeight) / (kWeights - 1);
    for (size_t j = 0; j < p.size(); ++j) mixture[j] = w * p[j] + (1 - w) * q[j];
    points.push_back(
        {std::exp(-scaling * divergence(q, mixture)), std::exp(-scaling * divergence(p, mixture))});
  }
  points.push_back({0, 1});
  return points;
}

/// By trapezoids, along x.
double area(std::vector<Point> points) {
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.x < b.x; });
  double sum = 0;
  for (size_t i = 1; i < points.size(); ++i) {
    sum += (points[i].x - points[i - 1].x) * (points[i].y + points[i - 1].y) / 2;
  }
  return sum;
}

}  // namespace

double frontier_area(const Histogram& p, const Histogram& q, double scaling) {
  std::vector<Point> points = curve(p, q, scaling);
  const double along_x = area(points);
  for (Point& point : points) std::swap(point.x, point.y);
  return (along_x + area(std::move(points))) / 2;
}

double frontier_integral(const Histogram& p, const Histogram& q) {
  constexpr double kEqual = 1e-8;
  double sum = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0 || q[i] == 0) {
      sum += (p[i] + q[i]) / 2;
    } else if (std::abs(p[i] - q[i]) > kEqual) {
      sum += (p[i] + q[i]) / 2 - p[i] * q[i] * std::log(p[i] / q[i]) / (p[i] - q[i]);
    }
  }
  return sum;
}

Histogram shares_of(std::span<const int64_t> counts, double added) {
  Histogram shares(counts.begin(), counts.end());
  for (double& share : shares) share += added;
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= total;
  return shares;
}

}  // namespace lingan::metrics
