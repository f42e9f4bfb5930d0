/// How exactly torch's products are computed, for rivals on a device.
#pragma once

#include <array>
#include <string>

#include <lingan/model/torch.h>

namespace lingan::bench {

enum class TorchPrecision {
  kFloat32,
  kTf32,      ///< float32 numbers, of which a CUDA device multiplies 10 bits of mantissa
  kBfloat16,  ///< weights and activations; in training by autocast
};

inline constexpr std::array kTorchPrecisions = {TorchPrecision::kFloat32, TorchPrecision::kTf32,
                                                TorchPrecision::kBfloat16};

/// Of a rival that is careful torch: `torch`, `torch-tf32`, `torch-bf16`.
std::string rival_name(TorchPrecision precision);

/// Of weights and activations of networks that are not trained.
torch::ScalarType weights_type(TorchPrecision precision);

/// Products in TF32, as long as this lives, where that is the precision; else nothing.
class Tf32Scope {
 public:
  explicit Tf32Scope(TorchPrecision precision);
  ~Tf32Scope();
  Tf32Scope(const Tf32Scope&) = delete;
  Tf32Scope& operator=(const Tf32Scope&) = delete;

 private:
  bool is_active_;
};

/// Operations in bfloat16 by autocast on the compute device, as long as this lives, where that is
/// the precision; else nothing.
class AutocastScope {
 public:
  explicit AutocastScope(TorchPrecision precision);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  bool is_active_;
  torch::DeviceType device_;
};

}  // namespace lingan::bench
