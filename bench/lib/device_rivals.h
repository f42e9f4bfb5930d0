/// Rivals of a comparison on a device.
#pragma once

#include <bench/lib/comparison.h>
#include <bench/lib/torch_precision.h>
#include <lingan/model/compute_device.h>

namespace lingan::bench {

/// The CPU is the compute device, as long as this lives.
class OnCpu {
 public:
  OnCpu() : before_(compute_device().is_cuda() ? Device::kCuda : Device::kCpu) {
    use_device(Device::kCpu);
  }
  ~OnCpu() { use_device(before_); }
  OnCpu(const OnCpu&) = delete;
  OnCpu& operator=(const OnCpu&) = delete;

 private:
  Device before_;
};

/// Adds careful torch in every precision.
/// @param run  is called with the type of weights and activations.
template <class Run>
void add_careful_torch(TimedComparison& comparison, int repetitions, const Run& run) {
  for (const TorchPrecision precision : kTorchPrecisions) {
    comparison.rival(rival_name(precision), repetitions, [run, precision] {
      const Tf32Scope tf32(precision);
      run(weights_type(precision));
    });
  }
}

}  // namespace lingan::bench
