#include <lingan/metrics/yardsticks/intervals.h>

#include <cmath>
#include <limits>
#include <string>

#include <lingan/metrics/no_value.h>
#include <lingan/metrics/segment_statistics.h>
#include <lingan/metrics/yardsticks/bootstrap.h>
#include <lingan/metrics/yardsticks/jackknife.h>

namespace lingan::metrics {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool is_sum(const MetricCard& card) { return card.sums != nullptr || card.corpus_score != nullptr; }

SentenceSums sums_of(const MetricName& metric, EvaluationCounts& counts) {
  if (metric.card->sums != nullptr) return metric.card->sums(counts, metric.order);
  const SegmentStatistics statistics = metric.card->corpus_score->statistics(counts);
  return {.columns = statistics.columns,
          .values = {statistics.values.begin(), statistics.values.end()},
          .score = metric.card->corpus_score->score};
}

/// Why a value has no interval; empty: it has one.
std::string why_none(const MetricName& metric, const Protocol& protocol) {
  const MetricCard& card = *metric.card;
  if (!card.no_interval.empty()) return std::string(card.no_interval);
  const bool of_the_first = protocol.hypotheses > 0 || protocol.self_hypotheses > 0;
  if (is_sum(card) || !card.by_protocol || !of_the_first) return {};
  return "protocol " + std::string(protocol.name) + " measures the first hypotheses alone";
}

void set_interval(MetricValue& value, const Ends& ends, const char* by) {
  value.interval = {.low = ends.low, .high = ends.high, .by = by};
}

/// By bootstrap.
void resample(const MetricName& metric, EvaluationCounts& counts, MetricValue& value) {
  try {
    set_interval(value, bootstrap_interval(sums_of(metric, counts)), "bootstrap");
  } catch (const NoValue& reason) {
    add_note(value, std::string("no interval: ") + reason.what());
  }
}

/// The sentences, with the vectors that a model has given where a metric asks for some, so that no
/// part is encoded again.
EvaluationSentences with_vectors(EvaluationCounts& counts, const EvaluationOptions& options) {
  EvaluationSentences sentences = counts.sentences();
  if (any_needs(options, Needs::kVectors)) sentences.vectors = counts.vectors();
  return sentences;
}

/// Of the values that are named in the options.
void leave_out(const EvaluationSentences& sentences, const EvaluationOptions& options,
               const std::vector<MetricValue*>& values) {
  std::vector<MetricValue> measured;
  measured.reserve(values.size());
  for (const MetricValue* value : values) measured.push_back(*value);
  try {
    const auto intervals = jackknife_intervals(sentences, options, measured);
    for (size_t i = 0; i < values.size(); ++i) {
      if (intervals[i]) {
        set_interval(*values[i], *intervals[i], "jackknife");
      } else {
        add_note(*values[i], "no interval: a part of the hypotheses has no value");
      }
    }
  } catch (const NoValue& reason) {
    for (MetricValue* value : values) {
      add_note(*value, std::string("no interval: ") + reason.what());
    }
  }
}

}  // namespace

void add_note(MetricValue& value, const std::string& note) {
  value.note += (value.note.empty() ? "" : "; ") + note;
}

void add_intervals(const std::vector<MetricName>& metrics, EvaluationCounts& counts,
                   const EvaluationOptions& options, std::vector<MetricValue>& values) {
  EvaluationOptions by_jackknife = options;
  by_jackknife.metrics.clear();
  std::vector<MetricValue*> left_out;
  for (size_t i = 0; i < values.size(); ++i) {
    MetricValue& value = values[i];
    value.interval = {.low = kNone, .high = kNone};
    if (std::isnan(value.value)) continue;
    const std::string reason = why_none(metrics[i], counts.protocol());
    if (!reason.empty()) {
      add_note(value, "no interval: " + reason);
    } else if (is_sum(*metrics[i].card)) {
      resample(metrics[i], counts, value);
    } else {
      by_jackknife.metrics.push_back(value.name);
      left_out.push_back(&value);
    }
  }
  if (!left_out.empty()) leave_out(with_vectors(counts, by_jackknife), by_jackknife, left_out);
}

}  // namespace lingan::metrics
