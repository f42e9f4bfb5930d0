#include "tools/torch/prepare_data.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/model/token_vectors.h>

namespace lingan::tools {
namespace {

/// A vocabulary that is too small leaves little to learn.
void warn_of_unknown(const CorpusReport& report) {
  constexpr double kMuch = 0.2;
  const double share = static_cast<double>(report.unknown) / static_cast<double>(report.tokens);
  if (report.unknown == 0 || share < kMuch) return;
  std::fprintf(stderr,
               "lingan: %.0f %% of the tokens are unknown, <unk> in what is learnt; lower "
               "--min-count or raise --vocab-size\n",
               100 * share);
}

/// What is also trained on measures memory, not learning.
void warn_of_shared(const PreparedData& data) {
  const int64_t held_out = data.validation.rows + data.test.rows;
  if (data.held_out_in_training == 0) return;
  std::fprintf(stderr, "lingan: %lld of %s also trained on: figures of these are too good\n",
               static_cast<long long>(data.held_out_in_training),
               (counted(held_out, "held-out sentence") + (held_out == 1 ? " is" : " are")).c_str());
}

void say_what_was_read(const PreparedData& data) {
  const CorpusReport& report = data.report;
  std::string line = fmt::format(
      "read {}: {} to train on, {} held out, {}{}, {}, longest {}", counted(report.lines, "line"),
      data.train.rows, data.validation.rows,
      data.test.rows > 0 ? fmt::format("{} to report on, ", data.test.rows) : "",
      counted(report.tokens, "token"), counted(data.tokenizer->size(), "type"), data.train.width);
  if (!data.labels.empty()) line += "; " + counted(data.labels.size(), "label");
  if (data.sources.rows > 0) line += fmt::format("; sources, longest {}", data.sources.width);
  if (report.too_long > 0) line += fmt::format("; {} too long, dropped", report.too_long);
  if (report.empty > 0) line += fmt::format("; {} empty, dropped", report.empty);
  if (report.unknown > 0) line += "; " + counted(report.unknown, "unknown token");
  if (data.vectors != nullptr) {
    line += "; word vectors for " + counted(data.vectors->ids.size(0), "type");
  }
  if (data.unused_types > 0) {
    line += "; " + counted(data.unused_types, "type") + " only in lines that were dropped";
  }
  std::fprintf(stderr, "%s\n", line.c_str());
  warn_of_unknown(report);
  warn_of_shared(data);
}

}  // namespace

std::string labels_given(const DataOptions& options) {
  return !options.text.labels.empty() ? "labels" : options.text.corpus_b.empty() ? "" : "corpus_b";
}

PreparedData prepare_data(const DataOptions& options, uint64_t seed, bool quiet) {
  if (!options.oracle.oracle.empty()) {
    OracleSource oracle = options.oracle;
    oracle.seed = seed;
    return prepare_oracle(oracle);
  }
  if (options.text.corpus.empty()) {
    throw UsageError("name what to learn from: --corpus FILE or --oracle FILE|seed:N");
  }
  TextSource text = options.text;
  text.bad_text = parse_bad_text(options.bad_text);
  text.seed = seed;
  PreparedData data = prepare_text(text);
  if (!quiet) say_what_was_read(data);
  return data;
}

}  // namespace lingan::tools
