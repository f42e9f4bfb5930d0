/// A generator's maximum-likelihood step by lingan and by plain torch, for the benches.
#pragma once

#include <cstdint>
#include <string>

namespace lingan::bench {

/// A step (forward, backward, clipping, Adam) of SeqGAN's generator with E = H = `width` on 64
/// sentences of 20 tokens, V = 5000, on the compute device: checks that loss and gradients agree,
/// times both ways and prints the comparison with `torch`: lstm, linear, cross_entropy,
/// clip_grad_norm_, Adam. @return the program's exit status.
int compare_likelihood_step(const std::string& name, int64_t width, int repetitions);

}  // namespace lingan::bench
