/// A generator's maximum-likelihood step by lingan and by plain torch, for the benches.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <bench/lib/request.h>
#include <bench/lib/torch_precision.h>

namespace lingan::bench {

/// A step of SeqGAN's generator on 64 sentences of 20 tokens, V = 5000.
struct LikelihoodStep {
  std::string name;    ///< of the comparison
  int64_t width = 32;  ///< E = H
  int repetitions = 0;
  std::vector<TorchPrecision> rivals = {TorchPrecision::kFloat32};
};

/// A step (forward, backward, clipping, Adam) on the compute device: checks that loss and gradients
/// agree, times both ways and prints the comparison with `torch` in each of the precisions: lstm,
/// linear, cross_entropy, clip_grad_norm_, Adam. @return the program's exit status.
int compare_likelihood_step(const LikelihoodStep& step, const Request& request);

}  // namespace lingan::bench
