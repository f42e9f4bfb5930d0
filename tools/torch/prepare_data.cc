#include "tools/torch/prepare_data.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan::tools {
namespace {

void say_what_was_read(const PreparedData& data) {
  const CorpusReport& report = data.report;
  std::string line = fmt::format(
      "read {} lines: {} to train on, {} held out, {} tokens, {} types, "
      "longest {}",
      report.lines, data.train.rows, data.validation.rows, report.tokens, data.tokenizer->size(),
      data.train.width);
  if (report.too_long > 0) line += fmt::format("; {} too long, dropped", report.too_long);
  if (report.empty > 0) line += fmt::format("; {} empty, dropped", report.empty);
  if (report.bad_text > 0) line += fmt::format("; {} with malformed UTF-8", report.bad_text);
  if (report.unknown > 0) line += fmt::format("; {} unknown tokens", report.unknown);
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace

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
