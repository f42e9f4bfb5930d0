/// The ways to read a text as terminals of a grammar.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <lingan/grammar/grammar.h>

namespace lingan {

/// One terminal between two nodes.
struct LatticeEdge {
  int32_t from = 0;
  int32_t to = 0;        ///< > from
  int32_t terminal = 0;  ///< into Grammar::terminals
};

/// Nodes are the places of a text where one terminal may end and the next begin, in order; only
/// those on a path from the first to the last are kept. With `join " "` the lattice is a chain;
/// with `join ""` it holds every segmentation.
struct Lattice {
  int32_t nodes = 0;               ///< 0: the text cannot be read as terminals
  std::vector<LatticeEdge> edges;  ///< ordered by from
};

/// Finds the terminals of a grammar in text. Immutable.
class TerminalMatcher {
 public:
  /// @param grammar  must outlive the matcher.
  explicit TerminalMatcher(const Grammar& grammar);

  /// The lattice of a text; white space at its ends is left out. With `join " "` words are
  /// separated by white space.
  Lattice read(std::string_view text) const;

 private:
  Lattice read_words(std::string_view text) const;
  Lattice read_touching(std::string_view text) const;

  const Grammar& grammar_;
  std::unordered_map<std::string_view, int32_t> ids_;
  size_t longest_ = 0;  ///< bytes of the longest terminal
};

}  // namespace lingan
