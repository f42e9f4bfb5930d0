/// A generator at a sampling temperature as a generator of its own.
#pragma once

#include <memory>

#include <lingan/model/generators/generator.h>

namespace lingan {

/// The generator of p = softmax(o / T): a copy, where the original is, whose output layer is
/// divided by T. With it the likelihood of sentences is that at which they are sampled at T
/// (Caccia et al. 2020, eq. 2). Tokens that the original was told to forbid are not forbidden.
/// @param generator  of a softmax, not changed.  @param temperature  T, >= 1e-6.
/// @throws UsageError if T is out of its range, or the generator has no softmax.
std::shared_ptr<Generator> tempered(Generator& generator, double temperature);

}  // namespace lingan
