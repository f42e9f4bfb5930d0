/// What either half of the engine says of a generator that has diverged.
#pragma once

namespace lingan::engine {

/// The message of the NumericError.
inline constexpr char kLogitsNotFinite[] =
    "the generator's logits are not finite numbers; its weights have diverged: "
    "lower the learning rate or clip gradients";

}  // namespace lingan::engine
