/// Sentences drawn from another distribution than the generator's, nearer to its modes: Scialom et
/// al. 2020 (ColdGANs).
#pragma once

#include <lingan/model/torch.h>

#include <lingan/engine/contract/sampling_options.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// A mixture q = share c + (1 - share) G of whole sentences, where c draws every token of G at a
/// temperature, cut to its nucleus.
struct ColdSampling {
  double temperature = 1.0;  ///< of c, above 0
  double top_p = 1.0;        ///< of c, in (0, 1]; 1: no cut
  double share = 1.0;        ///< of c, in [0, 1]

  /// Whether q is G itself.
  bool is_plain() const { return share == 0 || (temperature == 1 && top_p == 1); }

  /// How the engine draws from c.
  engine::SamplingOptions options() const {
    engine::SamplingOptions options;
    options.temperature = temperature;
    options.top_p = top_p;
    return options;
  }
};

/// ln c of every token of the vocabulary, [..., V]; minus infinity for those that are cut off.
/// @param logits  [..., V], the generator's.
torch::Tensor cold_log_probabilities(const torch::Tensor& logits, const ColdSampling& cold);

/// How sentences drawn from q are weighed.
struct ImportanceOptions {
  bool by_prefix = false;  ///< a token by its sentence up to it; false: by the whole sentence
  double clip = 0.0;       ///< what weights are cut to from above; 0: nothing
};

/// G / q of what stands up to each token, or of the whole sentence: [B, T], 0 after a sentence's
/// end. The mean over q of a weight times any function of what it is of is the function's mean over
/// G, where clip = 0 and q reaches all that G does. Without gradient.
/// @param generator  without dropout.  @param sentences  hard, with lengths.
torch::Tensor importance_weights(Generator& generator, const Sentences& sentences,
                                 const ColdSampling& cold, const ImportanceOptions& options);

}  // namespace lingan
