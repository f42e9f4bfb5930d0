/// What `lingan eval` is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/metrics/yardsticks/yardsticks.h>

#include "tools/machine_options.h"

namespace lingan::tools {

struct EvalOptions {
  std::string run;                      ///< folder; empty: files
  std::vector<std::string> hypotheses;  ///< files, one for each system
  std::vector<std::string> references;  ///< files
  std::string training;
  std::string grammar;             ///< file; empty: none
  std::string hypothesis_vectors;  ///< files; empty: none
  std::string reference_vectors;
  std::string encoder;            ///< command that gives vectors; empty: none
  double encoder_timeout = 3600;  ///< seconds that it has
  std::string tokenizer;          ///< empty: `whitespace` for files, the ids of its own for a run
  std::vector<std::string> metrics;
  std::string protocol = "exact";
  int smoothing = -1;  ///< NLTK's method; -1: the protocol's
  int max_order = 5;
  std::string tokenize;      ///< of sacrebleu; empty: 13a, or none
  std::string significance;  ///< test of several hypotheses; empty: none
  std::string input_format;  ///< `text` or `jsonl`; empty: by the names of the files
  int64_t sentences = 2000;  ///< drawn from the run
  uint64_t seed = 1;
  engine::SamplingOptions sampling;  ///< of these draws
  std::string judge;                 ///< a name in kJudgings; empty: all sentences are measured
  int32_t pad_to = 0;                ///< tokens; 0: the run's length
  std::string bad_text = "error";
  std::string format = "table";  ///< `table` or `json`
  bool signatures = false;       ///< in the table
  metrics::Yardsticks yardsticks;
  MachineOptions machine;
};

/// Measures sentences drawn from a run, and prints the values.
void eval_run(const EvalOptions& options);

/// Measures sentences of files by metrics among which some train a network, and prints the values.
void eval_with_network(const EvalOptions& options);

/// Measures sentences of files, and prints the values.
void eval_files(const EvalOptions& options, const metrics::EvaluationOptions& evaluation);

/// What metrics are asked for, and how.
metrics::EvaluationOptions evaluation_options(const EvalOptions& options);

/// Prints values in the format asked for, and on stderr what there is to say about them.
void print_values(const EvalOptions& options, const std::vector<metrics::MetricValue>& values);

}  // namespace lingan::tools
