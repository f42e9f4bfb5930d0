#include <lingan/model/optimizers/sghmc_step.h>

#include <cmath>
#include <cstdint>
#include <numbers>

#include <lingan/base/parallel.h>

namespace lingan {
namespace {

constexpr int64_t kBlocksAThread = 4096;  // blocks of four numbers that are worth a thread
constexpr double kTinyGradient = 1e-6;    // as Adam's clipping has it

/// Two standard normal numbers of two random words: Box & Muller 1958.
void normal_pair(uint32_t first, uint32_t second, float* out) {
  const double radius = std::sqrt(-2 * std::log((first + 0.5) * 0x1p-32));
  const double angle = 2 * std::numbers::pi * (second * 0x1p-32);
  out[0] = static_cast<float>(radius * std::cos(angle));
  out[1] = static_cast<float>(radius * std::sin(angle));
}

/// Standard normal numbers of the shape of a weight, where it is.
/// @param first_block  number of the first block in the stream.
torch::Tensor normal_like(const torch::Tensor& weight, RandomStream noise, int64_t first_block,
                          int64_t step) {
  const int64_t blocks = (weight.numel() + 3) / 4;
  const torch::Tensor numbers = torch::empty({4 * blocks}, torch::kFloat32);
  auto* out = numbers.data_ptr<float>();
  parallel_for(blocks, kBlocksAThread, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const Philox4 words =
          noise.block(static_cast<uint64_t>(first_block + i), static_cast<uint32_t>(step));
      normal_pair(words.word[0], words.word[1], out + 4 * i);
      normal_pair(words.word[2], words.word[3], out + 4 * i + 2);
    }
  });
  return numbers.slice(0, 0, weight.numel()).view(weight.sizes()).to(weight.options());
}

/// Of all gradients together: [], float64.
torch::Tensor norm_of(const std::vector<torch::Tensor>& weights) {
  torch::Tensor squares = torch::zeros({}, weights[0].options().dtype(torch::kFloat64));
  for (const torch::Tensor& weight : weights) {
    if (weight.grad().defined()) squares += weight.grad().square().sum(torch::kFloat64);
  }
  return squares.sqrt();
}

}  // namespace

torch::Tensor sghmc_step(const std::vector<torch::Tensor>& weights,
                         const std::vector<torch::Tensor>& velocity, const SghmcFactors& factors,
                         RandomStream noise, int64_t step) {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor norm = norm_of(weights);
  const torch::Tensor is_finite = norm.isfinite();
  torch::Tensor scale = torch::ones_like(norm);
  if (factors.gradient_clip > 0) {
    scale = (factors.gradient_clip / (norm + kTinyGradient)).clamp_max(1.0);
  }
  const double deviation = std::sqrt(2 * factors.friction * factors.rate * factors.temperature);
  int64_t blocks = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const torch::Tensor& weight = weights[i];
    if (!weight.grad().defined()) continue;
    auto slope = weight.grad() * scale.to(weight.scalar_type());
    if (factors.weight_decay > 0) slope += factors.weight_decay * weight;
    auto moved = velocity[i] * (1 - factors.friction) - factors.rate * slope;
    if (deviation > 0) moved += deviation * normal_like(weight, noise, blocks, step);
    blocks += (weight.numel() + 3) / 4;
    velocity[i].copy_(torch::where(is_finite, moved, velocity[i]));
    weight.add_(torch::where(is_finite, velocity[i], torch::zeros_like(weight)));
  }
  return norm;
}

}  // namespace lingan
