/// The work of `lingan eval` on files, and how the values of any evaluation are shown.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <lingan/grammar/grammar.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/streamed_evaluation.h>

#include "tools/eval.h"
#include "tools/eval_files.h"
#include "tools/eval_report.h"
#include "tools/eval_vectors.h"
#include "tools/notices.h"
#include "tools/terminal.h"

namespace lingan::tools {

void eval_files(const EvalOptions& options, const metrics::EvaluationOptions& evaluation) {
  const std::string tokenizer = options.tokenizer.empty() ? "whitespace" : options.tokenizer;
  if (metrics::can_stream(evaluation) && !options.yardsticks.any()) {
    return print_values(options, evaluate_stream(paired_blocks(options), tokenizer, evaluation));
  }
  auto systems = read_systems(options);
  auto vectors = vectors_of(options, systems.front());
  auto sentences = metrics::split_texts(std::move(systems.front()), tokenizer);
  sentences.vectors = std::move(vectors);
  print_values(options, evaluate_with(options.yardsticks, sentences, evaluation));
}

metrics::EvaluationOptions evaluation_options(const EvalOptions& options) {
  metrics::EvaluationOptions evaluation{.metrics = options.metrics,
                                        .protocol = options.protocol,
                                        .max_order = options.max_order,
                                        .tokenize = options.tokenize};
  if (!options.grammar.empty()) {
    evaluation.grammar = std::make_shared<const Grammar>(load_grammar(options.grammar));
  }
  if (options.smoothing >= 0) evaluation.smoothing = metrics::parse_smoothing(options.smoothing);
  return evaluation;
}

void print_values(const EvalOptions& options, const std::vector<metrics::MetricValue>& values) {
  write_stdout(options.format == "json"
                   ? format_metric_json(values, notices())
                   : format_metric_table(values, colour_wanted()) +
                         (options.signatures ? format_signatures(values) : ""));
  if (!options.machine.quiet) std::fputs(format_metric_notes(values).c_str(), stderr);
}

}  // namespace lingan::tools
