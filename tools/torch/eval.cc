/// `lingan eval RUN`.
#include "tools/eval.h"

#include <lingan/run/run_evaluation.h>

#include "tools/torch/machine.h"

namespace lingan::tools {

void eval_run(const EvalOptions& options) {
  apply_with_torch(options.machine);
  const RunDirectory run = RunDirectory::open(options.run);
  print_values(options, evaluate_run(run, {.samples = options.sentences,
                                           .seed = options.seed,
                                           .references = options.references,
                                           .training = options.training,
                                           .bad_text = parse_bad_text(options.bad_text),
                                           .tokenizer = options.tokenizer,
                                           .pad_to = options.pad_to,
                                           .options = evaluation_options(options)}));
}

}  // namespace lingan::tools
