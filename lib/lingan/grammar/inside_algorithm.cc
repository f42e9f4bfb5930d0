#include <lingan/grammar/inside_algorithm.h>

#include <limits>
#include <string>
#include <vector>

#include <lingan/base/error.h>

namespace lingan {
namespace {

/// A symbol over a span, with its inside probability.
struct Item {
  int32_t symbol;
  ScaledDouble probability;
};

/// A set of symbols with a sum each; clearing costs only what was touched.
class SymbolSums {
 public:
  explicit SymbolSums(int32_t symbols) : sums_(symbols) {}

  void add(int32_t symbol, ScaledDouble value) {
    if (value.zero()) return;
    if (sums_[symbol].zero()) touched_.push_back(symbol);
    sums_[symbol] += value;
  }
  ScaledDouble operator[](int32_t symbol) const { return sums_[symbol]; }
  const std::vector<int32_t>& touched() const { return touched_; }
  void clear() {
    for (const int32_t symbol : touched_) sums_[symbol] = {};
    touched_.clear();
  }

 private:
  std::vector<ScaledDouble> sums_;
  std::vector<int32_t> touched_;
};

/// One parse: cell (i, j) holds the items between nodes i and j.
class InsideChart {
 public:
  InsideChart(const BinaryGrammar& rules, const Lattice& lattice)
      : rules_(rules),
        nodes_(lattice.nodes),
        cells_(static_cast<size_t>(nodes_) * nodes_),
        sums_(rules.symbols()),
        right_(rules.symbols()),
        closed_(rules.symbols()) {
    for (const LatticeEdge& edge : lattice.edges) {
      cell(edge.from, edge.to).push_back({rules.terminal(edge.terminal), ScaledDouble(1.0)});
    }
    for (int32_t end = 1; end < nodes_; ++end) {
      for (int32_t begin = end - 1; begin >= 0; --begin) fill(begin, end);
    }
  }

  ScaledDouble result() {
    ScaledDouble sum;
    for (const Item& item : cell(0, nodes_ - 1)) {
      if (item.symbol == rules_.start()) sum += item.probability;
    }
    return sum;
  }

 private:
  std::vector<Item>& cell(int32_t begin, int32_t end) {
    return cells_[static_cast<size_t>(begin) * nodes_ + end];
  }

  void fill(int32_t begin, int32_t end) {
    sums_.clear();
    for (const Item& item : cell(begin, end)) sums_.add(item.symbol, item.probability);
    for (int32_t middle = begin + 1; middle < end; ++middle) {
      if (!cell(begin, middle).empty() && !cell(middle, end).empty()) join(begin, middle, end);
    }
    closed_.clear();
    for (const int32_t symbol : sums_.touched()) {
      for (const auto& [ancestor, weight] : rules_.ancestors(symbol)) {
        closed_.add(ancestor, weight * sums_[symbol]);
      }
    }
    std::vector<Item>& items = cell(begin, end);
    items.clear();
    for (const int32_t symbol : closed_.touched()) items.push_back({symbol, closed_[symbol]});
  }

  void join(int32_t begin, int32_t middle, int32_t end) {
    right_.clear();
    for (const Item& item : cell(middle, end)) right_.add(item.symbol, item.probability);
    for (const Item& left : cell(begin, middle)) {
      for (const BinaryRule& rule : rules_.with_left(left.symbol)) {
        const ScaledDouble right = right_[rule.right];
        if (right.zero()) continue;
        sums_.add(rule.parent, ScaledDouble(rule.probability) * left.probability * right);
      }
    }
  }

  const BinaryGrammar& rules_;
  int32_t nodes_;
  std::vector<std::vector<Item>> cells_;  ///< [nodes, nodes]
  SymbolSums sums_;
  SymbolSums right_;
  SymbolSums closed_;
};

}  // namespace

InsideScorer::InsideScorer(const Grammar& grammar) : matcher_(grammar), rules_(grammar) {}

double InsideScorer::log_probability(std::string_view text) const {
  const Lattice lattice = matcher_.read(text);
  if (lattice.nodes == 0) return -std::numeric_limits<double>::infinity();
  check_parse_length(lattice);
  if (lattice.nodes == 1) return rules_.empty(rules_.start()).log();
  return InsideChart(rules_, lattice).result().log();
}

void check_parse_length(const Lattice& lattice) {
  if (lattice.nodes <= kMaxParseLength + 1) return;
  throw InputError("a sentence of " + std::to_string(lattice.nodes - 1) + " terminals; at most " +
                   std::to_string(kMaxParseLength) + " can be parsed");
}

}  // namespace lingan
