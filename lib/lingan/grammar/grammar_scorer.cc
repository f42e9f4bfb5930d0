#include <lingan/grammar/grammar_scorer.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan {

double GrammarReport::share_grammatical() const {
  return static_cast<double>(grammatical) / static_cast<double>(sentences - too_long);
}

double GrammarReport::rule_coverage() const {
  return static_cast<double>(rules_used) / static_cast<double>(rules);
}

GrammarScorer::GrammarScorer(const Grammar& grammar)
    : inside_(grammar), viterbi_(grammar), used_(grammar.rules.size(), false) {
  report_.rules = static_cast<int64_t>(grammar.rules.size());
}

std::vector<double> GrammarScorer::add(const std::vector<std::string>& sentences) {
  std::vector<double> scores(sentences.size());
  std::vector<std::vector<int32_t>> rules(sentences.size());
  parallel_for(static_cast<int64_t>(sentences.size()), 8, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      try {
        scores[i] = inside_.log_probability(sentences[i]);
      } catch (const InputError&) {  // too long
        scores[i] = std::numeric_limits<double>::quiet_NaN();
      }
      if (std::isfinite(scores[i])) rules[i] = viterbi_.parse(sentences[i]).rules;
    }
  });
  for (size_t i = 0; i < sentences.size(); ++i) {
    ++report_.sentences;
    report_.too_long += std::isnan(scores[i]) ? 1 : 0;
    if (!std::isfinite(scores[i])) continue;
    ++report_.grammatical;
    nll_sum_ -= scores[i];
    for (const int32_t rule : rules[i]) used_[rule] = true;
  }
  return scores;
}

GrammarReport GrammarScorer::report() const {
  GrammarReport report = report_;
  report.mean_nll = nll_sum_ / static_cast<double>(report.grammatical);
  report.rules_used = std::count(used_.begin(), used_.end(), true);
  return report;
}

}  // namespace lingan
