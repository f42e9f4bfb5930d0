#include <lingan/grammar/grammar_lattice.h>

#include <algorithm>
#include <utility>

namespace lingan {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Drops edges and nodes that do not lead to the last node, and numbers the rest from 0.
Lattice keep_useful(std::vector<LatticeEdge> edges, size_t last) {
  std::vector<bool> useful(last + 1, false);
  useful[last] = true;
  for (size_t i = edges.size(); i-- > 0;) {
    if (useful[edges[i].to]) useful[edges[i].from] = true;
  }
  if (!useful[0]) return {};
  std::erase_if(edges, [&](const LatticeEdge& edge) { return !useful[edge.to]; });
  std::vector<int32_t> number(last + 1, 0);
  int32_t nodes = 0;
  for (size_t place = 0; place <= last; ++place) {
    number[place] = nodes;
    if (useful[place]) ++nodes;
  }
  for (LatticeEdge& edge : edges) {
    edge.from = number[edge.from];
    edge.to = number[edge.to];
  }
  return {nodes, std::move(edges)};
}

}  // namespace

TerminalMatcher::TerminalMatcher(const Grammar& grammar) : grammar_(grammar) {
  for (size_t i = 0; i < grammar.terminals.size(); ++i) {
    ids_.emplace(grammar.terminals[i], static_cast<int32_t>(i));
    longest_ = std::max(longest_, grammar.terminals[i].size());
  }
}

Lattice TerminalMatcher::read(std::string_view text) const {
  return grammar_.join.empty() ? read_touching(trimmed(text)) : read_words(text);
}

Lattice TerminalMatcher::read_words(std::string_view text) const {
  Lattice lattice{1, {}};
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
    const auto entry = ids_.find(word);
    if (entry == ids_.end()) return {};
    lattice.edges.push_back({lattice.nodes - 1, lattice.nodes, entry->second});
    ++lattice.nodes;
    text.remove_prefix(word.size());
  }
  return lattice;
}

Lattice TerminalMatcher::read_touching(std::string_view text) const {
  std::vector<bool> reached(text.size() + 1, false);
  reached[0] = true;
  std::vector<LatticeEdge> edges;
  for (size_t from = 0; from < text.size(); ++from) {
    if (!reached[from]) continue;
    const size_t longest = std::min(longest_, text.size() - from);
    for (size_t length = 1; length <= longest; ++length) {
      const auto entry = ids_.find(text.substr(from, length));
      if (entry == ids_.end()) continue;
      reached[from + length] = true;
      edges.push_back(
          {static_cast<int32_t>(from), static_cast<int32_t>(from + length), entry->second});
    }
  }
  return keep_useful(std::move(edges), text.size());
}

}  // namespace lingan
