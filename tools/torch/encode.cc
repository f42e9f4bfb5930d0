/// The work of `lingan encode`.
#include "tools/encode.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/metrics/vectors/retrieval.h>
#include <lingan/run/evaluation/given_sentences.h>
#include <lingan/run/evaluation/run_encoder.h>
#include <lingan/run/run_directory.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/corpus/line_labels.h>

#include "tools/terminal.h"
#include "tools/torch/machine.h"

namespace lingan::tools {
namespace {

void require_binary(const RunSpec& spec, const EncodeOptions& options) {
  const std::string& codes = spec.recipe.generator.latent_codes;
  if (codes == "binary" || (!options.bits && options.labels.empty())) return;
  throw UsageError(
      fmt::format("{}: the run's codes are not binary (generator.latent_codes = \"{}\"); "
                  "leave it out",
                  options.bits ? "--bits" : "--labels", codes));
}

/// @param sentences  that there are.
std::vector<int32_t> read_label_numbers(const std::string& name, int64_t sentences) {
  CorpusLines lines(name, BadText::kRefuse);
  LineLabels labels = read_labels(lines);
  const auto blank = std::ranges::find(labels.lines, -1);
  if (blank != labels.lines.end()) {
    throw InputError("is blank; each line is the label of a sentence",
                     line_place(lines.name(), 1 + (blank - labels.lines.begin())));
  }
  if (lines.lines() == sentences) return std::move(labels.lines);
  throw InputError(fmt::format("{} for {}; it needs one for each", counted(lines.lines(), "label"),
                               counted(sentences, "sentence")),
                   lines.name());
}

void print_numbers(const metrics::SentenceVectors& vectors) {
  std::string text;
  for (int64_t row = 0; row < vectors.size(); ++row) {
    text += fmt::format("{:.9g}\n", fmt::join(vectors[row], "\t"));
  }
  write_stdout(text);
}

void print_bits(const metrics::BinaryCodes& codes) {
  std::string text;
  for (int64_t row = 0; row < codes.size(); ++row) {
    for (int64_t i = 0; i < codes.bits; ++i) text += codes.bit(row, i) ? '1' : '0';
    text += '\n';
  }
  write_stdout(text);
}

void print_retrieval(const metrics::Retrieval& found, int64_t nearest) {
  write_stdout(fmt::format("queries\t{}\nprecision@{}\t{:.4f}\nmap\t{:.4f}\nchance\t{:.4f}\n",
                           found.queries, nearest, found.precision, found.mean_average_precision,
                           found.chance));
}

}  // namespace

void encode(const EncodeOptions& options) {
  apply_with_torch(options.machine);
  const RunDirectory run = RunDirectory::open(options.run);
  const RunEncoder encoder(run);
  require_binary(run.spec(), options);
  const TokenBatch sentences =
      read_given(*run.spec().tokenizer, options.input,
                 {.name = "sentence", .longest = run.spec().length, .is_cut = true});
  std::vector<int32_t> labels;
  if (!options.labels.empty()) labels = read_label_numbers(options.labels, sentences.rows);
  if (!labels.empty() && options.nearest >= sentences.rows) {
    throw UsageError(fmt::format("--nearest {}: a sentence has {} others; set it to at most that",
                                 options.nearest, sentences.rows - 1));
  }
  const metrics::SentenceVectors vectors = encoder.codes(sentences);
  if (!labels.empty()) {
    print_retrieval(metrics::retrieval(metrics::signs_of(vectors), labels, options.nearest),
                    options.nearest);
  } else if (options.bits) {
    print_bits(metrics::signs_of(vectors));
  } else {
    print_numbers(vectors);
  }
}

}  // namespace lingan::tools
