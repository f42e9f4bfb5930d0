/// Generator steps of whole systems by plain torch programs: the rivals of bench_systems.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/model/torch.h>

#include <bench/lib/plain_networks.h>
#include <bench/systems/system_task.h>

namespace lingan::bench {

/// What a step draws at random; each system needs some of it.
struct StepDraws {
  torch::Tensor sentences;           ///< [B, T] int64, of the generator
  torch::Tensor noise;               ///< standard Gumbel [T, B, V], or standard normal [B, Z]
  std::vector<torch::Tensor> masks;  ///< of dropout, 0 or 1 / (1 - share)
};

/// A system's generator step as an experienced user of torch writes it: batched, of torch's own
/// layers, autograd and Adam. It trains the networks of the task that it was made with, which it
/// must not outlive.
class PlainSystem {
 public:
  virtual ~PlainSystem() = default;

  /// Draws by torch, all sentences at once.
  virtual StepDraws draw() = 0;
  /// What lingan's step draws in a context; masks are those of torch's generator as it is, which
  /// lingan's step has to find in the same state.
  virtual StepDraws drawn_by_lingan(const StepContext& context) = 0;
  /// One step of the optimizers. @return what G minimized, [].
  virtual torch::Tensor step(const StepDraws& draws) = 0;
};

/// torch's Adam by a recipe's options: rate, betas, clipping.
class PlainAdam {
 public:
  PlainAdam(const torch::nn::Module& network, const OptimizerOptions& options);

  void zero_grad() { adam_.zero_grad(); }
  void step();
  /// Both, around the loss's gradient.
  void descend(const torch::Tensor& loss);

 private:
  double clip_;
  torch::optim::AdamW adam_;  // without decay
};

/// Sentences [B, T] of a generator by torch, step by step, drawn by running sums.
torch::Tensor plain_sentences(const PlainGenerator& generator);
/// The sentences [B, T] that a strategy samples in its step.
torch::Tensor lingan_sentences(const StepContext& context);
/// A mask of dropout, 1 / (1 - share) where a value stays.
torch::Tensor dropout_mask(at::IntArrayRef shape, double share);

using MakePlainSystem = std::unique_ptr<PlainSystem>(SystemTask& task);
/// Relaxed tokens, fed back, through D (Kusner & Hernandez-Lobato 2016).
MakePlainSystem make_plain_gsgan;
/// The mediator's step and G's towards it (Lu et al. 2019).
MakePlainSystem make_plain_cot;
/// Encoder and G on the evidence bound (Bowman et al. 2016).
MakePlainSystem make_plain_vae;
/// Policy gradient on rewards of tokens (de Masson d'Autume et al. 2019).
MakePlainSystem make_plain_scratchgan;
/// The ratio of likelihoods, token by token (Montahaei et al. 2021).
MakePlainSystem make_plain_dgsan;

}  // namespace lingan::bench
