/// The work of `lingan sample`.
#include "tools/sample.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <lingan/base/progress.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/run/evaluation/given_sources.h>
#include <lingan/run/run_directory.h>
#include <lingan/text/tokenizer/line_text.h>

#include "tools/terminal.h"
#include "tools/torch/machine.h"

namespace lingan::tools {
namespace {

std::string format_ids(std::span<const int32_t> row) {
  return fmt::format("{}", fmt::join(row, " "));
}

/// One JSON object: the text, the ids, and ln p of the sentence under the distribution it was drawn
/// from; null of a generator of points or of all tokens at once, which gives no probability. Of a
/// run with labels, drawn ones or sources also the sentence's, and of one that was judged D's
/// log-odds that it is real.
/// @param request  of it the label or code of all sentences; without one the samples say it.
/// @param sources  whose numbers the samples tell; null: they tell none.
std::string format_json(const JudgedSamples& samples, int64_t row, const RunSpec& spec,
                        const RunSampleRequest& request, const SourceTable* sources) {
  const auto ids = samples.tokens.row(row);
  double log_probability = 0.0;
  for (size_t t = 0; t < ids.size(); ++t) {
    // Rounding may leave a sure token a value above 0.
    log_probability += std::min(samples.log_probabilities[row * samples.tokens.width + t], 0.0F);
  }
  nlohmann::ordered_json line = {
      {"text", spec.tokenizer->decode(ids)}, {"ids", ids}, {"log_probability", nullptr}};
  if (has_likelihood(spec.recipe.generator)) line["log_probability"] = log_probability;
  if (!samples.log_odds.empty()) {
    line["log_odds"] = samples.log_odds[static_cast<size_t>(row)];
  }
  const auto& labels = samples.tokens.labels;
  const auto own = [&] { return labels.at(static_cast<size_t>(row)); };
  if (sources != nullptr) {
    line["source"] = spec.tokenizer->decode(sources->sentences.row(own()));
  }
  if (request.posterior) {
    line["posterior_sample"] = own() + 1;
  } else if (draws_labels(spec.recipe.generator)) {
    line["code"] = request.code >= 0 ? request.code : own();
  } else if (!request.label.empty()) {
    line["label"] = request.label;
  } else if (sources == nullptr && !labels.empty()) {
    line["label"] = spec.labels.at(static_cast<size_t>(own())).name;
  } else if (sources != nullptr && !sources->sentences.labels.empty()) {
    const int32_t label = sources->sentences.labels.at(static_cast<size_t>(own()));
    line["label"] = spec.labels.at(static_cast<size_t>(label)).name;
  }
  return line.dump();
}

}  // namespace

void sample(const SampleOptions& options) {
  apply_with_torch(options.machine);
  RunSampleRequest request = options.request;
  request.precision = engine::precision_named(options.precision);
  if (!options.judge.empty()) request.judge = judging_named(options.judge);
  const RunDirectory run = RunDirectory::open(options.run);
  const Tokenizer& tokenizer = *run.spec().tokenizer;
  if (!options.sources.empty()) {
    request.sources = read_sources(run, options.sources, std::max<int64_t>(request.sentences, 1));
    request.sentences *= request.sources->sentences.rows;
  }
  const bool tells_labels =  // and no numbers of sources
      !run.spec().labels.empty() && request.label.empty() && !needs_sources(run.spec().recipe);
  const auto sources = tells_labels      ? nullptr
                       : request.sources ? request.sources
                                         : run.generator_options().sources;
  // A pair as --pairs has it: an item alone says nothing where its query was drawn, too.
  const bool tells_queries = chooses_items(run.spec().recipe) && request.label.empty();
  Progress progress("sampling", request.sentences, "sentences");
  int64_t done = 0;
  sample_run(run, request, [&](const JudgedSamples& samples) {
    std::string text;
    for (int64_t row = 0; row < samples.tokens.rows; ++row) {
      const auto ids = samples.tokens.row(row);
      if (tells_queries && options.format == "text") {
        const int32_t query = samples.tokens.labels.at(static_cast<size_t>(row));
        text += run.spec().labels.at(static_cast<size_t>(query)).name + "\t";
      }
      text += options.format == "ids" ? format_ids(ids)
              : options.format == "jsonl"
                  ? format_json(samples, row, run.spec(), request, sources.get())
                  : decode_line(tokenizer, ids);
      text += '\n';
    }
    write_stdout(text);
    done += samples.tokens.rows;
    progress.update(done);
  });
}

}  // namespace lingan::tools
