#include <lingan/metrics/grammar/grammar_metrics.h>

#include <cmath>
#include <cstdint>
#include <string_view>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/sentence_sums.h>
#include <lingan/metrics/token_line.h>

namespace lingan::metrics {
namespace {

std::vector<std::string> sentences_of(EvaluationCounts& counts) {
  std::vector<std::string> texts;
  for (const std::string& line : counts.texts().hypotheses) texts.push_back(text_of_line(line));
  return texts;
}

const GrammarReport& report_of(EvaluationCounts& counts) {
  return counts.shared<GrammarReport>(
      [&] { return parse_sentences(counts.grammar(), sentences_of(counts)); });
}

double acceptance(EvaluationCounts& counts, int) {
  const GrammarReport& report = report_of(counts);
  if (report.sentences == report.too_long) {
    throw NoValue("every sentence has too many words to be parsed");
  }
  return report.share_grammatical();
}

SentenceSums acceptance_sums(EvaluationCounts& counts, int) {
  GrammarScorer scorer(counts.grammar());
  std::vector<int32_t> derived;
  for (const double log_probability : scorer.add(sentences_of(counts))) {
    if (!std::isnan(log_probability)) derived.push_back(std::isfinite(log_probability));
  }
  return mean_of_sentences(derived);
}

double rule_coverage(EvaluationCounts& counts, int) { return report_of(counts).rule_coverage(); }

std::string signature(EvaluationCounts& counts) {
  return "hyps:" + std::to_string(counts.sentences().hypotheses.size()) +
         "|rules:" + std::to_string(counts.grammar().rules.size()) +
         "|version:lingan-" LINGAN_VERSION;
}

MetricCard card(std::string_view name, std::string_view summary, std::string_view paper) {
  return {.name = name,
          .summary = summary,
          .paper = paper,
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kGrammar,
          .reads_text = true,
          .signature = signature};
}

}  // namespace

GrammarReport parse_sentences(const Grammar& grammar, const std::vector<std::string>& sentences) {
  GrammarScorer scorer(grammar);
  scorer.add(sentences);
  return scorer.report();
}

MetricCard acceptance_card() {
  MetricCard made = card("acceptance", "share of sentences that the grammar derives, 0..1",
                         "Zhu et al. 2018 (Texygen)");
  made.value = acceptance;
  made.sums = acceptance_sums;
  return made;
}

MetricCard rule_coverage_card() {
  MetricCard made = card("rule-coverage", "share of the grammar's rules in those sentences, 0..1",
                         "share of the rules");
  made.value = rule_coverage;
  return made;
}

}  // namespace lingan::metrics
