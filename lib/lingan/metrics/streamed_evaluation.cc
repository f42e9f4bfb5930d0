#include <lingan/metrics/streamed_evaluation.h>

#include <algorithm>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/segment_statistics.h>
#include <lingan/metrics/signature.h>

namespace lingan::metrics {
namespace {

/// A metric and its sums so far.
struct Running {
  MetricName metric;
  std::vector<double> sums = {};  // whole numbers below 2^53: exact
  std::string signature = {};

  void add(EvaluationCounts& counts) {
    const auto more = metric.card->corpus_score->statistics(counts).sums();
    sums.resize(more.size());
    for (size_t i = 0; i < more.size(); ++i) sums[i] += more[i];
    signature = signature_of(metric, counts);
  }

  MetricValue value() const {
    return value_or_reason(metric, [&]() -> MetricValue {
      return {.name = metric.text(),
              .value = value_of_sums(*metric.card->corpus_score, sums),
              .signature = signature};
    });
  }
};

}  // namespace

bool can_stream(const EvaluationOptions& options) {
  if (options.metrics.empty()) return false;
  const auto metrics = parse_metrics(options.metrics, options.max_order);
  return find_card(protocols(), options.protocol, "protocol").paired &&
         std::ranges::all_of(metrics, [](const auto& metric) { return metric.card->corpus_score; });
}

std::vector<MetricValue> evaluate_stream(const TextBlocks& next_block, const std::string& tokenizer,
                                         EvaluationOptions options) {
  std::vector<Running> running;
  for (const auto& metric : parse_metrics(options.metrics, options.max_order)) {
    running.push_back({.metric = metric});
  }
  const TextSplitter splitter(tokenizer);
  int64_t lines = 0;
  Progress progress("measuring", 0, "sentences");
  while (auto block = next_block()) {
    if (!block->references) throw UsageError("the metrics need references: give `references`");
    // One tokenization for all blocks: that of the first.
    if (options.tokenize.empty()) options.tokenize = has_token_lines(*block) ? "none" : "13a";
    const EvaluationSentences sentences = splitter.split(std::move(*block));
    EvaluationCounts counts(sentences, options, 1);
    for (Running& one : running) one.add(counts);
    progress.update(lines += sentences.hypotheses.size());
  }
  if (lines == 0) throw InputError("there is no hypothesis to measure");
  std::vector<MetricValue> values;
  values.reserve(running.size());
  for (const Running& one : running) values.push_back(one.value());
  return values;
}

}  // namespace lingan::metrics
