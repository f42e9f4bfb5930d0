/// How well a discriminator tells sentences that neither network has trained on.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/gan/training/training_state.h>

namespace lingan {

/// Fakes and held-out sentences that judgement_figures() compares, at most.
inline constexpr int64_t kJudgedSentences = 512;

/// Sentences spread evenly over a corpus.  @param count  in 0..corpus.rows.
TokenBatch spread_rows(const TokenBatch& corpus, int64_t count);

/// The share of pairs of a real and a fake sentence of which D puts the real one higher, equal ones
/// counting half; 0.5 is chance. (The area under the ROC curve: Hanley & McNeil 1982.)
/// @param real, fake  outputs, [M] and [N].
double ranking_accuracy(const torch::Tensor& real, const torch::Tensor& fake);

/// Figures of D on held-out real sentences against fakes that it was never shown:
/// `discriminator-accuracy` (ranking_accuracy), and its mean raw outputs `real-output` and
/// `fake-output`, over the representations or tokens where it has several. Empty without held-out
/// sentences or a discriminator, and where the objective trains no outputs.
/// @param step  number of the adversarial step, from 0.
std::map<std::string, double> judgement_figures(const TrainingState& state, int64_t step);

}  // namespace lingan
