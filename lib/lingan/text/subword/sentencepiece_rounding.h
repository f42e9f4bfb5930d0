/// How the SentencePiece library that is linked adds up scores.
#pragma once

namespace lingan {

/// Versions of the library differ where two segmentations of a text are equally good: 0.1.97
/// compares a sum before it is rounded to float32 with one that is rounded, 0.2.3 compares two
/// rounded sums.
/// @return whether sums are rounded first, determined once by a text that shows it.
bool library_rounds_first();

}  // namespace lingan
