#include <lingan/run/evaluation/grammar_distribution.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/parallel.h>
#include <lingan/grammar/grammar_sampler.h>
#include <lingan/grammar/length_distribution.h>
#include <lingan/metrics/no_value.h>

namespace lingan {
namespace {

/// `lingan corpus generate` counts its sentences from 0, and makes fewer.
constexpr uint64_t kFirstRow = uint64_t{1} << 44;

/// Whether a sentence of the grammar has as many tokens as terminals.
bool tokens_are_terminals(const Tokenizer& tokenizer, const Grammar& grammar) {
  return std::ranges::all_of(grammar.terminals, [&](const std::string& terminal) {
    return tokenizer.encode(terminal + grammar.join + terminal).size() == 2;
  });
}

bool is_ended(std::span<const int32_t> row, int32_t eos) {
  return !row.empty() && row.back() == eos;
}

}  // namespace

GrammarDistribution::GrammarDistribution(const RunSpec& spec,
                                         std::shared_ptr<const Grammar> grammar)
    : spec_(spec), grammar_(std::move(grammar)), inside_(*grammar_), longest_(spec.length - 1) {
  if (spec.tokenizer->specials().eos < 0 || !tokens_are_terminals(*spec.tokenizer, *grammar_)) {
    throw metrics::NoValue(
        "a token of the run is not a word of the grammar: it may write one sentence in several "
        "ways");
  }
  if (longest_ > kMaxParseLength) {
    throw metrics::NoValue(fmt::format("the run has sentences of {} words; at most {} are parsed",
                                       longest_, kMaxParseLength));
  }
  const auto lengths = length_probabilities(*grammar_, longest_);
  log_share_ = std::log(std::accumulate(lengths.begin() + 1, lengths.end(), 0.0));
  if (std::isinf(log_share_)) {
    throw metrics::NoValue("the grammar has no sentence that is as short as the run's");
  }
}

double GrammarDistribution::log_probability(const std::string& text) const {
  return inside_.log_probability(text) - log_share_;
}

TrueSentences GrammarDistribution::draw(int64_t sentences, uint64_t seed) const {
  const GrammarSampler sampler(*grammar_, seed, longest_);
  const Tokenizer& tokenizer = *spec_.tokenizer;
  TrueSentences drawn{.rows = {.rows = 0, .width = spec_.length, .tokens = {}, .lengths = {}}};
  std::vector<double> of_others;
  for (uint64_t row = kFirstRow; drawn.rows.rows + drawn.unwritable < sentences; ++row) {
    const std::string text = sampler.sentence(row);
    if (text.empty()) continue;
    std::vector<int32_t> ids = tokenizer.encode(text);
    if (tokenizer.decode(ids) != text) {
      ++drawn.unwritable;
      of_others.push_back(log_probability(text));
      continue;
    }
    ids.push_back(tokenizer.specials().eos);
    drawn.rows.lengths.push_back(static_cast<int32_t>(ids.size()));
    ids.resize(static_cast<size_t>(spec_.length), tokenizer.specials().filler());
    drawn.rows.tokens.insert(drawn.rows.tokens.end(), ids.begin(), ids.end());
    ++drawn.rows.rows;
    drawn.log_probabilities.push_back(log_probability(text));
  }
  drawn.log_probabilities.insert(drawn.log_probabilities.end(), of_others.begin(), of_others.end());
  return drawn;
}

std::vector<double> GrammarDistribution::log_probabilities(const TokenBatch& rows) const {
  const Tokenizer& tokenizer = *spec_.tokenizer;
  std::vector<double> scores(static_cast<size_t>(rows.rows),
                             -std::numeric_limits<double>::infinity());
  parallel_for(rows.rows, 8, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const std::string text = tokenizer.decode(rows.row(i));
      if (is_ended(rows.row(i), tokenizer.specials().eos) && !text.empty()) {
        scores[i] = log_probability(text);
      }
    }
  });
  return scores;
}

}  // namespace lingan
