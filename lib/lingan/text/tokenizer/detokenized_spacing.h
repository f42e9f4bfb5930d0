/// Between which tokens of running text a single space is expected.
///
/// The word tokenizer writes no token for a space that this rule expects, and none for its absence
/// where it expects none; only what differs costs a token. So "Hello, world!" is four tokens, and
/// so is the same sentence in a script that is written without spaces.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// What the edge of a token is.
enum class Edge : uint8_t {
  kWord,   ///< letters, digits and marks of scripts that put spaces between words
  kOpen,   ///< opening brackets and quotes, currency signs: a space before, none after
  kClose,  ///< closing brackets and quotes, sentence marks: none before, a space after
  kSolid,  ///< ideographs, kana, Thai and its kin, wide punctuation, other symbols, spaces: none
};

/// The two edges of a token's text.
struct Edges {
  Edge left = Edge::kWord;
  Edge right = Edge::kWord;
};

/// The edges of a text by the Unicode properties of its first code point and its last one that is
/// no combining mark; both Edge::kSolid for the empty text.
Edges edges_of(std::string_view text);

/// Whether a single space is expected between a token and the next one.
inline bool expects_space(Edge left, Edge right) {
  return (left == Edge::kWord || left == Edge::kClose) &&
         (right == Edge::kWord || right == Edge::kOpen);
}

}  // namespace lingan
