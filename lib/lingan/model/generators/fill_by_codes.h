/// Missing tokens of sentences, filled in by way of the sentences' latent codes.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Sentences some of whose tokens are missing.
struct IncompleteSentences {
  Sentences sentences;     ///< hard, with lengths, which are known; what stands for a missing token
                           ///< is not read
  torch::Tensor missing;   ///< [B, T] bool
  uint64_t first_row = 0;  ///< number of the first of them in a stream
};

/// Fills the missing tokens by steps that are alternately of codes and of tokens: z ~ q(z | x),
/// then from left to right each missing token from G's softmax given z and the tokens before it
/// (Rezende et al. 2014, app. F). Before the first step z is of the prior. Given tokens stay, and
/// where G knows an end, no sentence ends earlier. Where the encoder is the exact posterior, and
/// what is missing stands at the end, the sentences are in the limit those of G given what is
/// known.
/// @param steps  at least 0, each of which takes the stream's next step.
/// @return hard, with lengths, and the last codes in `latent`.
/// @throws UsageError if the generator has no latent code.
Sentences fill_by_codes(Generator& generator, CodeEncoder& encoder,
                        const IncompleteSentences& incomplete, int64_t steps, RandomStream stream);

}  // namespace lingan
