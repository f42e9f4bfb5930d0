#include <lingan/model/layers/initial_weights.h>

#include <cmath>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan {
namespace {

void assign(torch::Tensor& parameter, const torch::Tensor& values) {
  const torch::NoGradGuard no_grad;
  parameter.copy_(values.view(parameter.sizes()));
}

/// The normal quantile of probabilities, by the inverse error function.
torch::Tensor normal_quantile(const torch::Tensor& probability) {
  return std::sqrt(2.0) * torch::erfinv(2.0 * probability - 1.0);
}

}  // namespace

torch::Tensor InitialWeights::draw(const torch::Tensor& parameter) {
  constexpr int64_t kGrain = 1 << 14;
  const int64_t count = parameter.numel();
  if (count > int64_t{std::numeric_limits<uint32_t>::max()}) {
    throw UsageError("a weight matrix of more than 2^32 elements; make the network smaller");
  }
  torch::Tensor values = torch::empty({count}, torch::kFloat64);
  double* out = values.data_ptr<double>();
  const uint64_t row = row_++;
  parallel_for(count, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      out[i] = stream_.uniform(row, static_cast<uint32_t>(i)) + 0x1p-54;
    }
  });
  return values;
}

void InitialWeights::uniform(torch::Tensor& parameter, double low, double high) {
  assign(parameter, low + (high - low) * draw(parameter));
}

void InitialWeights::normal(torch::Tensor& parameter, double standard_deviation) {
  assign(parameter, standard_deviation * normal_quantile(draw(parameter)));
}

void InitialWeights::truncated_normal(torch::Tensor& parameter, double standard_deviation) {
  // Redrawing is drawing from the quantiles between the cuts.
  const double below = 0.5 * std::erfc(std::sqrt(2.0));
  assign(parameter,
         standard_deviation * normal_quantile(below + (1.0 - 2.0 * below) * draw(parameter)));
}

}  // namespace lingan
