#include "tools/eval_files.h"

#include <algorithm>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/json_line.h>

#include "tools/distinct_files.h"

namespace lingan::tools {
namespace {

using Lines = std::vector<std::string>;

Lines read_lines(const EvalOptions& options, const std::string& path) {
  const bool json = options.input_format.empty() ? metrics::names_json_lines(path)
                                                 : options.input_format == "jsonl";
  return metrics::read_evaluation_lines(
      path, parse_bad_text(options.bad_text),
      json ? metrics::LineFormat::kJson : metrics::LineFormat::kText);
}

Lines read_hypotheses(const EvalOptions& options, const std::string& path) {
  Lines lines = read_lines(options, path);
  if (lines.empty()) throw InputError("no sentence in it to measure", input_name(path));
  return lines;
}

/// @param size  of the hypotheses.
Lines read_references(const EvalOptions& options, size_t size) {
  Lines all;
  for (const std::string& path : options.references) {
    Lines lines = read_lines(options, path);
    if (is_paired(options) && lines.size() != size) {
      throw InputError(fmt::format("protocol paired: {} hypotheses but {} references; they must "
                                   "have one line each",
                                   size, lines.size()),
                       input_name(path));
    }
    std::ranges::move(lines, std::back_inserter(all));
  }
  return all;
}

}  // namespace

bool is_paired(const EvalOptions& options) {
  const auto* protocol = card_named(metrics::protocols(), options.protocol);
  return protocol && protocol->paired;
}

void require_distinct_files(const EvalOptions& options) {
  std::vector<NamedFile> files;
  for (const auto& name : options.hypotheses) files.push_back({"--hypotheses", name});
  for (const auto& name : options.references) files.push_back({"--references", name});
  files.push_back({"--train", options.training});
  files.push_back({"--hypothesis-vectors", options.hypothesis_vectors});
  files.push_back({"--reference-vectors", options.reference_vectors});
  files.push_back({"--tokenizer", options.tokenizer});
  require_distinct(files);
}

std::vector<metrics::EvaluationTexts> read_systems(const EvalOptions& options) {
  std::vector<metrics::EvaluationTexts> systems;
  for (const std::string& path : options.hypotheses) {
    systems.push_back({.hypotheses = read_hypotheses(options, path)});
  }
  if (systems.empty()) systems.emplace_back();  // vectors come without text
  metrics::EvaluationTexts& first = systems.front();
  if (!options.references.empty()) {
    first.references = read_references(options, first.hypotheses.size());
    first.reference_sets = static_cast<int64_t>(options.references.size());
  }
  if (!options.training.empty()) first.training = read_lines(options, options.training);
  for (metrics::EvaluationTexts& system : std::span(systems).subspan(1)) {
    system.references = first.references;
    system.training = first.training;
    system.reference_sets = first.reference_sets;
  }
  return systems;
}

}  // namespace lingan::tools
