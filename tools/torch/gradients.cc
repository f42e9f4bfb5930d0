/// `lingan gradients RUN`.
#include "tools/gradients.h"

#include <optional>

#include <lingan/base/output_file.h>
#include <lingan/run/evaluation/run_gradients.h>

#include "tools/notices.h"
#include "tools/run_gradient_report.h"
#include "tools/terminal.h"
#include "tools/torch/machine.h"

namespace lingan::tools {

void gradients_of_runs(const GradientsOptions& options) {
  apply_with_torch(options.machine);
  std::optional<OutputFile> picture;
  if (!options.picture.empty()) picture.emplace(options.picture);
  std::vector<RunStudy> runs;
  for (const std::string& folder : options.runs) {
    runs.push_back({folder, study_run(RunDirectory::open(folder),
                                      {.sweep = options.study,
                                       .estimates = options.estimates,
                                       .reference = options.reference},
                                      options.seed)});
  }
  if (picture) {
    picture->write(draw_run_gradients(runs));
    picture->finish();
  }
  write_stdout(options.format == "json" ? format_run_gradient_json(runs, notices())
                                        : format_run_gradient_table(runs));
}

}  // namespace lingan::tools
