/// Checks of a SentencePiece model's bytes before the library sees them.
#pragma once

#include <string>
#include <string_view>

namespace lingan {

/// Checks that the library can use the bytes of a `.model` file without reading outside of them:
/// the messages' framing, pieces that are text with finite scores, and normalization tries
/// (darts-clone double arrays) all of whose transitions stay inside. The library trusts the last of
/// these.
/// @return the model's kind, `unigram` or `bpe`.
/// @throws InputError if the bytes are malformed, or the model is of another kind (word, char).
std::string_view check_sentencepiece_model(std::string_view bytes, const std::string& where);

}  // namespace lingan
