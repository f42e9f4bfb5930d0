/// `lingan eval` of a run, and of metrics that train a network.
#include "tools/eval.h"

#include <lingan/base/error.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/run/evaluation/lstm_language_model.h>
#include <lingan/run/evaluation/run_evaluation.h>

#include "tools/torch/machine.h"

namespace lingan::tools {

void eval_run(const EvalOptions& options) {
  if (options.references.size() > 1) {
    throw UsageError(
        "--references: a run is compared with one file; join the files into one, or name it once");
  }
  apply_with_torch(options.machine);
  const RunDirectory run = RunDirectory::open(options.run);
  if (chooses_items(run.spec().recipe)) {
    throw UsageError("the run in " + run.path().string() +
                     " was trained on pairs and chooses single items, which these metrics of "
                     "sentences do not measure; see what it is worth by lingan rank");
  }
  RunEvaluationRequest request{
      .samples = options.sentences,
      .seed = options.seed,
      .sampling = options.sampling,
      .references = options.references.empty() ? "" : options.references.front(),
      .training = options.training,
      .bad_text = parse_bad_text(options.bad_text),
      .tokenizer = options.tokenizer,
      .pad_to = options.pad_to,
      .yardsticks = options.yardsticks,
      .options = evaluation_options(options)};
  if (!options.judge.empty()) request.judge = judging_named(options.judge);
  print_values(options, evaluate_run(run, request));
}

void eval_with_network(const EvalOptions& options) {
  apply_with_torch(options.machine);
  auto evaluation = evaluation_options(options);
  evaluation.language_model = lstm_trainer();
  eval_files(options, evaluation);
}

}  // namespace lingan::tools
