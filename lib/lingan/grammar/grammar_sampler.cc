#include <lingan/grammar/grammar_sampler.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/grammar/grammar_check.h>

namespace lingan {
namespace {

constexpr int kMaxAttempts = 100000;
constexpr int kMaxSteps = 1 << 24;

}  // namespace

GrammarSampler::GrammarSampler(const Grammar& grammar, uint64_t seed, int32_t max_length)
    : grammar_(grammar), stream_{seed, Purpose::kGrammar, 0}, max_length_(max_length) {
  if (max_length < 0) throw UsageError("`max_length`: expected 0 (no limit) or a positive number");
  const int64_t shortest = shortest_lengths(grammar)[grammar.start];
  if (max_length > 0 && shortest > max_length) {
    throw UsageError("`max_length` " + std::to_string(max_length) +
                     ": the grammar's shortest sentence has " + std::to_string(shortest) +
                     " terminals");
  }
  double sum = 0.0;
  for (size_t rule = 0; rule < grammar.rules.size(); ++rule) {
    const int32_t left = grammar.rules[rule].left;
    if (grammar.first_rule[left] == static_cast<int32_t>(rule)) sum = 0.0;
    sum += grammar.rules[rule].probability;
    cumulative_.push_back(sum);
  }
}

const GrammarRule& GrammarSampler::choose(int32_t left, double uniform) const {
  const auto begin = cumulative_.begin() + grammar_.first_rule[left];
  // The last rule takes what rounding leaves of 1.
  const auto last = cumulative_.begin() + grammar_.first_rule[left + 1] - 1;
  return grammar_.rules[std::upper_bound(begin, last, uniform) - cumulative_.begin()];
}

/// Draws one derivation, leftmost symbol first; false once it is longer than max_length_.
bool GrammarSampler::draw(uint64_t row, uint32_t& position, std::vector<int32_t>& out) const {
  out.clear();
  std::vector<GrammarSymbol> stack{{false, grammar_.start}};
  for (int steps = 0; !stack.empty(); ++steps) {
    if (steps == kMaxSteps) {
      throw NumericError("sentence " + std::to_string(row) +
                         " takes over 16 million steps; set `max_length` or lower the weights of "
                         "recursive rules");
    }
    const GrammarSymbol symbol = stack.back();
    stack.pop_back();
    if (symbol.terminal) {
      if (max_length_ > 0 && static_cast<int32_t>(out.size()) == max_length_) return false;
      out.push_back(symbol.index);
      continue;
    }
    const GrammarRule& rule = choose(symbol.index, stream_.uniform(row, position++));
    stack.insert(stack.end(), rule.right.rbegin(), rule.right.rend());
  }
  return true;
}

std::vector<int32_t> GrammarSampler::terminals(uint64_t row) const {
  std::vector<int32_t> out;
  uint32_t position = 0;
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    if (draw(row, position, out)) return out;
  }
  throw UsageError("`max_length` " + std::to_string(max_length_) +
                   ": less than one sentence in 100,000 is that short; raise it");
}

std::string GrammarSampler::sentence(uint64_t row) const {
  return join_terminals(grammar_, terminals(row));
}

std::string join_terminals(const Grammar& grammar, const std::vector<int32_t>& terminals) {
  std::string text;
  for (const int32_t terminal : terminals) {
    if (!text.empty()) text += grammar.join;
    text += grammar.terminals[terminal];
  }
  return text;
}

}  // namespace lingan
