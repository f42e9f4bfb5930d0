/// A discriminator's training step by lingan and by plain torch, for the benches.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <bench/lib/comparison.h>
#include <bench/lib/torch_precision.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/model/discriminators/discriminator.h>

namespace lingan::bench {

/// What is trained on what.
struct DiscriminatorStep {
  std::string name;              ///< of the comparison
  DiscriminatorOptions network;  ///< dropout must be 0: masks would differ
  std::string objective;         ///< of D's loss
  int64_t real_sentences = 0;    ///< of a step
  int64_t fake_sentences = 0;    ///< of a step, as hard tokens
  double multiply_adds = 0;      ///< of the step's products
  double bytes = 0;              ///< that the step must move
  int repetitions = 0;
  std::vector<TorchPrecision> rivals = {TorchPrecision::kFloat32};
};

/// Checks that loss and gradients agree, times both ways (forward, backward, clipping, Adam) and
/// prints the comparison with `torch` in each of the precisions: conv2d, ReLU, max_pool and the
/// highway layer as separate operations, as the published PyTorch programs write them. @return the
/// program's exit status.
int compare_discriminator_step(const DiscriminatorStep& step, const Request& request);

}  // namespace lingan::bench
