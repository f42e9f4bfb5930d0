/// Fillings of a generator whose sentences come of latent codes.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <lingan/base/random.h>
#include <lingan/engine/rollouts/filling_rollouts.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/latent_rollouts.h>
#include <lingan/model/sentences/code_proposal.h>
#include <lingan/run/evaluation/hole_filler.h>

namespace lingan {

/// A Markov chain of codes with the words in a sentence's holes, (z, w), whose distribution in the
/// limit is p(z, w | known tokens) of the generator. In each step candidates are drawn, z by a
/// proposal q and then w from left to right given z, and the next state is one of them or the
/// present one, with probability proportional to p(z) / q(z) times the likelihood of the known
/// tokens: conditional sampling-importance-resampling (Andrieu, Doucet & Holenstein 2010), which
/// leaves that distribution as it is for any number of candidates. The prior has a share in q; so
/// weights are bounded, and the chain forgets its start geometrically, wherever that was (Andrieu,
/// Lee & Vihola 2018).
///
/// In the first half of the steps q is still fitted to the sentence: to the prior come what an
/// encoder tells of some of the step before's filled sentences, drawn by their weights (population
/// Monte Carlo: Cappe et al. 2004). The other steps draw by the last of these.
class FillingByCodes final : public HoleFiller {
 public:
  /// The posteriors of whole sentences, [B, Z], on the CPU. However wrong they are, fillings have
  /// the right distribution in the limit.
  using Encoder = std::function<Posterior(const TokenBatch& sentences)>;

  /// @param model   on the CPU, with a latent code, whose fillings are wanted.
  /// @param filler  the same that draws no eos, from which words are drawn.
  /// @param encoder  of codes that are normal noise; empty: codes are drawn from the prior alone.
  /// @param sentences  bos is a hole.
  /// @throws UsageError if its sampling fills no holes.
  FillingByCodes(const Generator& model, const Generator& filler, Encoder encoder,
                 std::shared_ptr<const TokenBatch> sentences, const FillRequest& request);

  TokenBatch fill(int64_t first, int64_t count) const override;

 private:
  /// Codes, each with the sentence that came of it.
  struct Candidates {
    torch::Tensor noise;  ///< [rows, Z], what codes are made of
    TokenBatch sentences;
    std::vector<double> log_weights = {};
  };

  uint64_t row_of(int64_t filling) const;
  TokenBatch with_holes(int64_t filling, int64_t rows) const;
  torch::Tensor drawn_codes(int64_t filling, const CodeProposal& proposal,
                            RandomStream stream) const;
  Candidates drawn(int64_t filling, const CodeProposal& proposal, const Candidates& present,
                   RandomStream stream) const;
  CodeProposal fitted(int64_t filling, const Candidates& candidates, RandomStream stream) const;
  TokenBatch filled(int64_t filling) const;

  std::shared_ptr<const TokenBatch> sentences_;
  FillRequest request_;
  int64_t candidates_;
  uint32_t steps_;
  SpecialTokens specials_;
  Encoder encoder_;
  std::unique_ptr<const engine::Rollouts> model_, filler_;
  const LatentRollouts* codes_;             // model_
  const engine::FillingRollouts* filling_;  // filler_, given codes
};

}  // namespace lingan
