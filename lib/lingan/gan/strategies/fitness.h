/// How fit a generator is in the environment that D is: the quality and the diversity of its
/// sentences.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/gan/strategies/evolutionary.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {

/// Figures of a generator, each [] float64 and where the networks are.
struct Fitness {
  torch::Tensor quality;
  torch::Tensor diversity;  ///< undefined where it has no weight

  /// quality + weight diversity: Wang et al. 2019 (E-GAN), eq. 10; Liu et al. 2020 (CatGAN).
  torch::Tensor total(double weight) const;
};

/// Measures generators of one step on the same random numbers, so that what differs is theirs.
class FitnessMeasure {
 public:
  /// @param context  must live as long; its real sentences are those that fakes are compared with.
  FitnessMeasure(StepContext& context, const EvolutionaryOptions& options);

  /// The fitness of the context's generator as it is now, by sentences that no step has trained on.
  Fitness of(const Relaxation& relaxation);

 private:
  Sentences fakes(const Relaxation& relaxation, int64_t batch) const;
  torch::Tensor quality(const Sentences& fakes) const;
  torch::Tensor own_nll(const Sentences& fakes) const;
  void add_gradient(const Sentences& fakes, std::vector<torch::Tensor>& sums) const;

  StepContext& context_;
  const EvolutionaryOptions& options_;
  torch::Tensor mean_real_;  // <C_r>, [], or 0
};

}  // namespace lingan
