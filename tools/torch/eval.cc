/// `lingan eval RUN`.
#include "tools/eval.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tools/torch/machine.h"
#include "tools/torch/run_texts.h"

namespace lingan::tools {
namespace {

std::vector<metrics::MetricValue> measure_run(const EvalOptions& options) {
  const RunTexts run(RunDirectory::open(options.run), options.sentences, options.seed);
  EvalTexts texts{run.samples(), {}, {}};
  texts.references =
      options.references.empty() ? run.held_out() : read_eval_lines(options.references);
  texts.training = options.training.empty() ? run.training() : read_eval_lines(options.training);
  if (texts.references->empty()) texts.references.reset();
  auto values = measure_texts(options, texts,
                              options.tokenizer.empty() ? run.tokenizer() : options.tokenizer);
  const auto wanted = [&](const std::string& name) {
    return options.metrics.empty() ||
           std::find(options.metrics.begin(), options.metrics.end(), name) != options.metrics.end();
  };
  for (const auto& value : run.likelihoods(options.references)) {
    if (wanted(value.name)) values.push_back(value);
  }
  return values;
}

}  // namespace

void eval_run(const EvalOptions& options) {
  apply_with_torch(options.machine);
  print_values(options, measure_run(options));
}

}  // namespace lingan::tools
