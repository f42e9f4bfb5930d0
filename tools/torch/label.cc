/// The work of `lingan label`.
#include "tools/label.h"

#include <string>

#include <fmt/format.h>

#include <lingan/run/evaluation/run_labeller.h>
#include <lingan/run/run_directory.h>

#include "tools/terminal.h"
#include "tools/torch/machine.h"

namespace lingan::tools {

void label(const LabelOptions& options) {
  apply_with_torch(options.machine);
  const RunLabeller labeller(RunDirectory::open(options.run));
  labeller.label_lines(options.sentences, [](const std::vector<ToldLabel>& labels) {
    std::string text;
    for (const ToldLabel& told : labels) {
      text += fmt::format("{}\t{:.4f}\n", told.name, told.probability);
    }
    write_stdout(text);
  });
}

}  // namespace lingan::tools
