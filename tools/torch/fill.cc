/// The work of `lingan fill`.
#include "tools/fill.h"

#include <string>

#include <lingan/run/evaluation/fill_run.h>
#include <lingan/run/run_directory.h>

#include "tools/terminal.h"
#include "tools/torch/machine.h"

namespace lingan::tools {

void fill(const FillOptions& options) {
  apply_with_torch(options.machine);
  const RunDirectory run = RunDirectory::open(options.run);
  fill_run(run, options.file, options.request,
           [](const std::string& line) { write_stdout(line + "\n"); });
}

}  // namespace lingan::tools
