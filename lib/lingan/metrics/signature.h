/// Signatures: what a value depends on, in one line, so that two values can be compared or known
/// not to be comparable. The form is sacreBLEU's, `key:value|key:value`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// `hyps:N|refs:N|train:N|encoder:NAME|protocol:NAME|tok:NAME|width:N|smooth:NAME|order:N|`, the
/// settings of the metric's own, `version:lingan-N`, as far as the metric looks at them; or what
/// the card says. hyps, refs and train are sentences that were given; a protocol may take the first
/// of them. encoder: the command that gave the vectors, or `lstm-of-refs`; in its place
/// `vectors:files`. smooth: the number of NLTK's method, or `cut-off`. In names `|`, `%` and
/// control characters are `%XX`.
std::string signature_of(const MetricName& metric, EvaluationCounts& counts);

/// What a metric of a model looks at.
struct ScoredSentences {
  int64_t count = 0;
  std::string_view tokenization = {};  ///< whose tokens they are
  int32_t padded_to = 0;               ///< tokens of each, for metrics that count padding
};

/// The same of a metric of a model: `hyps:N|` or `refs:N|`, by what it scores, `tok:NAME|`, of a
/// padded metric `pad-to:N|`, and the version.
std::string model_signature(const MetricCard& card, const ScoredSentences& sentences);

/// `hyps:N|refs:N|truth:NAME|length:T|version:lingan-N` of a divergence.
/// @param sentences  drawn from each distribution.  @param truth  what the true one is.
/// @param length  tokens that a sentence has at most.
std::string divergence_signature(int64_t sentences, const std::string& truth, int32_t length);

/// sacreBLEU's own: `nrefs:N|`, the settings, and the version of sacreBLEU whose values ours equal;
/// where lines are not paired, with `hyps:N|protocol:NAME|` before the version.
/// @param settings  such as `case:mixed|eff:no`.
std::string sacrebleu_signature(const EvaluationCounts& counts, const std::string& settings);

}  // namespace lingan::metrics
