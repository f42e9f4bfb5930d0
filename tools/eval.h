/// What `lingan eval` is asked for, and how it measures text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>

#include "tools/eval_text.h"
#include "tools/machine_options.h"

namespace lingan::tools {

struct EvalOptions {
  std::string run;  ///< folder; empty: files
  std::string hypotheses;
  std::string references;
  std::string training;
  std::string tokenizer;  ///< empty: `whitespace` for files, its own for a run
  std::vector<std::string> metrics;
  std::string protocol = "exact";
  int smoothing = -1;  ///< NLTK's method; -1: the protocol's
  int max_order = 5;
  int64_t sentences = 2000;  ///< drawn from the run
  uint64_t seed = 1;
  std::string format = "table";  ///< `table` or `json`
  MachineOptions machine;
};

/// Measures sentences drawn from a run, and prints the values.
void eval_run(const EvalOptions& options);

/// The metrics that need no model, of those asked for.
std::vector<metrics::MetricValue> measure_texts(const EvalOptions& options, const EvalTexts& texts,
                                                const std::string& tokenizer);

/// Prints values in the format asked for.
void print_values(const EvalOptions& options, const std::vector<metrics::MetricValue>& values);

}  // namespace lingan::tools
