#include <lingan/metrics/chrf.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/signature.h>
#include <lingan/metrics/token_line.h>

namespace lingan::metrics {
namespace {

std::vector<std::string> texts_of(std::span<const std::string> lines) {
  std::vector<std::string> texts;
  texts.reserve(lines.size());
  for (const std::string& line : lines) texts.push_back(text_of_line(line));
  return texts;
}

// The first lines, or all.
std::span<const std::string> front(std::span<const std::string> lines, int64_t count) {
  const auto size = static_cast<size_t>(count);
  return size == 0 || size > lines.size() ? lines : lines.first(size);
}

template <int kWordOrder>
SegmentStatistics statistics(EvaluationCounts& counts) {
  const Protocol& protocol = counts.protocol();
  const EvaluationTexts& texts = counts.texts();
  const auto hypotheses = texts_of(front(texts.hypotheses, protocol.hypotheses));
  const auto references = texts_of(front(*texts.references, protocol.references));
  if (!protocol.paired) return chrf_statistics_of_all({hypotheses, references}, kWordOrder);
  require_pairs(static_cast<int64_t>(hypotheses.size()), static_cast<int64_t>(references.size()),
                texts.reference_sets);
  return chrf_statistics({hypotheses, references}, kWordOrder);
}

double score(std::span<const double> sums) { return chrf_of_sums(sums); }
double score_of_floats(std::span<const float> sums) { return chrf_of_sums(sums); }

template <int kWordOrder>
constexpr CorpusScore kScore{.statistics = statistics<kWordOrder>,
                             .score = score,
                             .score_of_floats = score_of_floats,
                             .is_float = true};

template <int kWordOrder>
double value(EvaluationCounts& counts, int) {
  return value_of_sums(kScore<kWordOrder>, statistics<kWordOrder>(counts).sums());
}

template <int kWordOrder>
std::string signature(EvaluationCounts& counts) {
  return sacrebleu_signature(
      counts, "case:mixed|eff:yes|nc:6|nw:" + std::to_string(kWordOrder) + "|space:no");
}

template <int kWordOrder>
MetricCard card(std::string_view name, std::string_view summary, std::string_view paper) {
  return {.name = name,
          .summary = summary,
          .paper = paper,
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kReferences,
          .value = value<kWordOrder>,
          .by_protocol = true,
          .reads_text = true,
          .corpus_score = &kScore<kWordOrder>,
          .signature = signature<kWordOrder>};
}

}  // namespace

MetricCard chrf2_card() {
  return card<0>("chrf2", "F2 of character n-grams, orders 1..6, to the best reference, 0..100",
                 "Popovic 2015; sacreBLEU 2.6.0");
}

MetricCard chrf_plus_plus_card() {
  return card<2>("chrf++", "chrf2 with word n-grams, orders 1 and 2, 0..100",
                 "Popovic 2017; sacreBLEU 2.6.0");
}

}  // namespace lingan::metrics
