/// Gains, tests and outcomes in words.
#pragma once

#include <string>
#include <string_view>

#include <lingan/run/comparison/verdict.h>

namespace lingan::tools {

/// `bleu-4 +0.0123, p = 0.002`.  REQUIRES: it is judged.
std::string gain_text(const Gain& gain);

/// The first seed that has no gain, and why; empty: all have one.
std::string why_not_judged(const Gain& gain);

/// `1 gain`, `2 gains`.
std::string numbered(size_t count, std::string_view what);

/// `sign-flip test` or `paired t-test`.
std::string_view test_name(SeedTest test);

/// `better`, `worse`, `tie` or `not judged`.
std::string_view outcome_name(Outcome outcome);

}  // namespace lingan::tools
