/// The work of `lingan compare`.
#include "tools/compare.h"

#include <cstdio>
#include <string>
#include <vector>

#include <lingan/base/file.h>
#include <lingan/base/interrupt.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/shared_generator.h>
#include <lingan/gan/recipe/vector_use.h>
#include <lingan/run/comparison.h>

#include "tools/comparison_files.h"
#include "tools/frontier_picture.h"
#include "tools/notices.h"
#include "tools/terminal.h"
#include "tools/torch/comparison_report.h"
#include "tools/torch/machine.h"
#include "tools/torch/prepare_data.h"
#include "tools/torch/train_display.h"

namespace lingan::tools {

void compare(const CompareOptions& options) {
  require_own_comparison(options.folder);
  apply_with_torch(options.machine);
  ComparisonRequest request;
  for (const auto& name : options.recipes) {
    request.recipes.push_back(load_recipe(name, options.settings));
  }
  require_comparable(request.recipes);
  const bool shares = options.generators == "shared" && request.recipes.size() > 1;
  if (shares) share_generator(request.recipes);
  require_effect(options.settings, {request.recipes, !options.data.oracle.oracle.empty()});
  require_fitting_labels(request.recipes, labels_given(options.data));
  require_fitting_vectors(request.recipes, !options.data.text.vectors.empty());
  request.seeds = options.seeds;
  request.samples = options.sentences;
  request.folder = options.folder;
  request.oracle = options.data.oracle.oracle;
  request.data = prepare_data(options.data, 1, options.machine.quiet);
  const std::vector<std::string> notices_of_data = notices();
  catch_interrupts();
  const bool quiet = options.machine.quiet;
  Comparison comparison =
      compare_recipes(request, [quiet](const RunDirectory& run, const std::string& label) {
        return train_with_display(run, label, quiet);
      });
  if (shares) comparison.generator_of = request.recipes.front().name;
  const std::string json = format_comparison_json(
      comparison, request.oracle.empty() ? &request.data.report : nullptr, notices_of_data);
  write_file_atomically(request.folder / kComparisonJson, json);
  write_file_atomically(request.folder / kComparisonTsv, format_comparison_tsv(comparison));
  write_stdout(options.format == "json" ? json
                                        : format_comparison_table(comparison, colour_wanted()) +
                                              format_comparison_verdict(comparison));
  if (!quiet) std::fputs(format_comparison_notes(comparison).c_str(), stderr);
  const std::string picture = frontier_picture(comparison.runs);
  if (picture.empty()) return;
  write_file_atomically(std::filesystem::path(options.folder) / kFrontiersSvg, picture);
}

}  // namespace lingan::tools
