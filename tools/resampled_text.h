/// What the discriminators of a comparison could teach, in words.
#pragma once

#include <string>

#include <lingan/run/comparison/verdict.h>

namespace lingan::tools {

/// A sentence for each recipe whose D was asked: what the start's sentences, resampled by its odds,
/// gained over the start, and how much of that the strategy carried into G. Then how that was
/// tested. Empty without such gains, and where there are too few seeds to judge any.
std::string resampled_text(const Verdict& verdict);

}  // namespace lingan::tools
