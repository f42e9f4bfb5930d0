#include <bench/lib/torch_precision.h>

#include <ATen/Context.h>
#include <ATen/autocast_mode.h>

#include <lingan/model/compute_device.h>

namespace lingan::bench {
namespace {

void allow_tf32(bool allowed) {
  at::globalContext().setAllowTF32CuBLAS(allowed);
  at::globalContext().setAllowTF32CuDNN(allowed);
}

}  // namespace

std::string rival_name(TorchPrecision precision) {
  if (precision == TorchPrecision::kTf32) return "torch-tf32";
  return precision == TorchPrecision::kBfloat16 ? "torch-bf16" : "torch";
}

torch::ScalarType weights_type(TorchPrecision precision) {
  return precision == TorchPrecision::kBfloat16 ? torch::kBFloat16 : torch::kFloat32;
}

Tf32Scope::Tf32Scope(TorchPrecision precision) : is_active_(precision == TorchPrecision::kTf32) {
  if (is_active_) allow_tf32(true);
}

Tf32Scope::~Tf32Scope() {
  if (is_active_) allow_tf32(false);
}

AutocastScope::AutocastScope(TorchPrecision precision)
    : is_active_(precision == TorchPrecision::kBfloat16), device_(compute_device().type()) {
  if (!is_active_) return;
  at::autocast::set_autocast_dtype(device_, torch::kBFloat16);
  at::autocast::set_autocast_enabled(device_, true);
}

AutocastScope::~AutocastScope() {
  if (!is_active_) return;
  at::autocast::set_autocast_enabled(device_, false);
  at::autocast::clear_cache();  // of weights that a step has changed
}

}  // namespace lingan::bench
