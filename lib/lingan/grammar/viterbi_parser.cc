#include <lingan/grammar/viterbi_parser.h>

#include <cmath>
#include <limits>

#include <lingan/grammar/inside_algorithm.h>

namespace lingan {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

}  // namespace

/// One parse.
class ViterbiChart {
 public:
  ViterbiChart(const ViterbiParser& parser, const Lattice& lattice)
      : parser_(parser),
        rules_(parser.rules_),
        nodes_(lattice.nodes),
        cells_(static_cast<size_t>(nodes_) * nodes_),
        right_(rules_.symbols(), -1),
        place_(rules_.symbols(), -1) {
    for (const LatticeEdge& edge : lattice.edges) {
      cell(edge.from, edge.to)
          .push_back({.symbol = rules_.terminal(edge.terminal), .log_probability = 0.0});
    }
    for (int32_t end = 1; end < nodes_; ++end) {
      for (int32_t begin = end - 1; begin >= 0; --begin) fill(begin, end);
    }
  }

  Derivation result() const {
    Derivation derivation{kNever, {}};
    if (nodes_ == 1) derivation.log_probability = parser_.empty_[rules_.start()].log_probability;
    for (const Item& item : cell(0, nodes_ - 1)) {
      if (item.symbol == rules_.start()) derivation.log_probability = item.log_probability;
    }
    if (derivation.log_probability == kNever) return derivation;
    trace({rules_.start(), 0, nodes_ - 1}, derivation.rules);
    return derivation;
  }

 private:
  /// A symbol over a span with its best derivation; no rule: a terminal.
  struct Item {
    int32_t symbol;
    double log_probability;
    const BinaryRule* binary = nullptr;
    int32_t middle = 0;
    const UnitRule* unit = nullptr;
  };

  /// A symbol between two nodes; the same node twice: the empty text.
  struct Goal {
    int32_t symbol;
    int32_t begin;
    int32_t end;
  };

  std::vector<Item>& cell(int32_t begin, int32_t end) {
    return cells_[static_cast<size_t>(begin) * nodes_ + end];
  }
  const std::vector<Item>& cell(int32_t begin, int32_t end) const {
    return cells_[static_cast<size_t>(begin) * nodes_ + end];
  }

  void fill(int32_t begin, int32_t end) {
    std::vector<Item>& items = cell(begin, end);
    for (size_t i = 0; i < items.size(); ++i) place_[items[i].symbol] = static_cast<int32_t>(i);
    for (int32_t middle = begin + 1; middle < end; ++middle) {
      if (!cell(begin, middle).empty() && !cell(middle, end).empty()) {
        join(items, {0, begin, end}, middle);
      }
    }
    climb_units(items);
    for (const Item& item : items) place_[item.symbol] = -1;
  }

  void join(std::vector<Item>& items, const Goal& span, int32_t middle) {
    const std::vector<Item>& rights = cell(middle, span.end);
    for (size_t i = 0; i < rights.size(); ++i) right_[rights[i].symbol] = static_cast<int32_t>(i);
    for (const Item& left : cell(span.begin, middle)) {
      for (const BinaryRule& rule : rules_.with_left(left.symbol)) {
        if (right_[rule.right] < 0) continue;
        const double score =
            left.log_probability + rights[right_[rule.right]].log_probability + log_of(rule.source);
        offer(items,
              {.symbol = rule.parent, .log_probability = score, .binary = &rule, .middle = middle});
      }
    }
    for (const Item& right : rights) right_[right.symbol] = -1;
  }

  /// Applies unit rules until nothing improves: probabilities do not exceed 1, so a cycle never
  /// does.
  void climb_units(std::vector<Item>& items) {
    std::vector<int32_t> work(items.size());
    for (size_t i = 0; i < items.size(); ++i) work[i] = static_cast<int32_t>(i);
    while (!work.empty()) {
      const Item child = items[work.back()];
      work.pop_back();
      for (const UnitRule& rule : rules_.with_child(child.symbol)) {
        double score = child.log_probability + log_of(rule.source);
        if (rule.empty_sibling >= 0) score += parser_.empty_[rule.empty_sibling].log_probability;
        if (offer(items, {.symbol = rule.parent, .log_probability = score, .unit = &rule})) {
          work.push_back(place_[rule.parent]);
        }
      }
    }
  }

  bool offer(std::vector<Item>& items, const Item& candidate) {
    int32_t& place = place_[candidate.symbol];
    if (place < 0) {
      place = static_cast<int32_t>(items.size());
      items.push_back(candidate);
      return true;
    }
    if (candidate.log_probability <= items[place].log_probability) return false;
    items[place] = candidate;
    return true;
  }

  double log_of(int32_t source) const { return source < 0 ? 0.0 : parser_.log_rule_[source]; }

  const Item& find(const Goal& goal) const {
    const std::vector<Item>& items = cell(goal.begin, goal.end);
    size_t i = 0;
    while (items[i].symbol != goal.symbol) ++i;
    return items[i];
  }

  void trace(const Goal& root, std::vector<int32_t>& used) const {
    std::vector<Goal> stack{root};
    while (!stack.empty()) {
      const Goal goal = stack.back();
      stack.pop_back();
      int32_t source = -1;
      if (goal.begin == goal.end) {
        const ViterbiParser::EmptyBest& best = parser_.empty_[goal.symbol];
        source = best.source;
        for (const int32_t child : best.children) {
          if (child >= 0) stack.push_back({child, goal.end, goal.end});
        }
      } else if (const Item& item = find(goal); item.binary != nullptr) {
        source = item.binary->source;
        stack.push_back({item.binary->right, item.middle, goal.end});
        stack.push_back({item.binary->left, goal.begin, item.middle});
      } else if (item.unit != nullptr) {
        source = item.unit->source;
        stack.push_back({item.unit->child, goal.begin, goal.end});
        if (item.unit->empty_sibling >= 0) {
          stack.push_back({item.unit->empty_sibling, goal.end, goal.end});
        }
      }
      if (source >= 0) used.push_back(source);
    }
  }

  const ViterbiParser& parser_;
  const BinaryGrammar& rules_;
  int32_t nodes_;
  std::vector<std::vector<Item>> cells_;  ///< [nodes, nodes]
  std::vector<int32_t> right_;            ///< [symbols] place in the right cell, -1: not there
  std::vector<int32_t> place_;            ///< [symbols] place in the cell being filled
};

ViterbiParser::ViterbiParser(const Grammar& grammar) : matcher_(grammar), rules_(grammar) {
  for (const GrammarRule& rule : grammar.rules) log_rule_.push_back(std::log(rule.probability));
  find_empty();
}

bool ViterbiParser::improve_empty(int32_t symbol, const EmptyBest& candidate) {
  double score = candidate.source < 0 ? 0.0 : log_rule_[candidate.source];
  for (const int32_t child : candidate.children) {
    if (child >= 0) score += empty_[child].log_probability;
  }
  if (score <= empty_[symbol].log_probability) return false;
  empty_[symbol] = candidate;
  empty_[symbol].log_probability = score;
  return true;
}

void ViterbiParser::find_empty() {
  empty_.assign(rules_.symbols(), {kNever, -1, {-1, -1}});
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [left, source] : rules_.empty_rules()) {
      changed |= improve_empty(left, {0.0, source, {-1, -1}});
    }
    for (const UnitRule& rule : rules_.plain_units()) {
      changed |= improve_empty(rule.parent, {0.0, rule.source, {rule.child, -1}});
    }
    for (const BinaryRule& rule : rules_.binary()) {
      changed |= improve_empty(rule.parent, {0.0, rule.source, {rule.left, rule.right}});
    }
  }
}

Derivation ViterbiParser::parse(std::string_view text) const {
  const Lattice lattice = matcher_.read(text);
  if (lattice.nodes == 0) return {kNever, {}};
  check_parse_length(lattice);
  return ViterbiChart(*this, lattice).result();
}

}  // namespace lingan
