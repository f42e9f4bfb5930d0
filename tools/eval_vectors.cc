#include "tools/eval_vectors.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/metrics/token_line.h>
#include <lingan/metrics/vectors/vector_file.h>

#include "tools/encoder_command.h"

namespace lingan::tools {
namespace {

using metrics::EvaluationTexts;
using metrics::SentenceVectors;
using metrics::VectorPair;

VectorPair encoded(const EvalOptions& options, const EvaluationTexts& texts) {
  std::vector<std::string> all;  // of each sentence a line
  for (const auto* lines : {&texts.hypotheses, &*texts.references}) {
    for (const std::string& line : *lines) all.push_back(metrics::text_of_line(line));
  }
  for (std::string& line : all) std::ranges::replace(line, '\n', ' ');
  SentenceVectors vectors =
      encode_by(options.encoder, all, std::chrono::duration<double>(options.encoder_timeout));
  const auto split =
      vectors.values.begin() + static_cast<int64_t>(texts.hypotheses.size()) * vectors.width;
  SentenceVectors references{.width = vectors.width, .values = {split, vectors.values.end()}};
  vectors.values.erase(split, vectors.values.end());
  return {.hypotheses = std::move(vectors),
          .references = std::move(references),
          .encoder = options.encoder};
}

/// @param text  files of the sentences; none: vectors come without text.
void require_count(const std::string& file, const SentenceVectors& vectors,
                   const std::vector<std::string>& text, size_t lines) {
  if (text.empty() || static_cast<size_t>(vectors.size()) == lines) return;
  throw InputError(
      fmt::format("has {} vectors, and {} has {} sentences; each needs one", vectors.size(),
                  input_name(fmt::format("{}", fmt::join(text, ", "))), lines),
      input_name(file));
}

VectorPair read(const EvalOptions& options, const EvaluationTexts& texts) {
  VectorPair pair{.hypotheses = metrics::read_sentence_vectors(options.hypothesis_vectors),
                  .references = metrics::read_sentence_vectors(options.reference_vectors)};
  require_count(options.hypothesis_vectors, pair.hypotheses, options.hypotheses,
                texts.hypotheses.size());
  if (texts.references) {
    require_count(options.reference_vectors, pair.references, options.references,
                  texts.references->size());
  }
  if (pair.hypotheses.width == pair.references.width) return pair;
  throw InputError(fmt::format("its vectors have {} numbers, those of {} have {}; take one encoder "
                               "for both",
                               pair.references.width, input_name(options.hypothesis_vectors),
                               pair.hypotheses.width),
                   input_name(options.reference_vectors));
}

}  // namespace

void require_whole_pairs(const EvalOptions& options) {
  const bool hypotheses = !options.hypothesis_vectors.empty();
  const bool references = !options.reference_vectors.empty();
  if (hypotheses != references) {
    throw UsageError("--hypothesis-vectors and --reference-vectors are compared: give both");
  }
  if (options.encoder.empty()) return;
  if (hypotheses) {
    throw UsageError("--encoder and --hypothesis-vectors: which gives the vectors? Leave one out");
  }
  if (options.hypotheses.empty() || options.references.empty()) {
    throw UsageError("--encoder compares sentences: give --hypotheses and --references");
  }
}

std::optional<VectorPair> vectors_of(const EvalOptions& options, const EvaluationTexts& texts) {
  if (!options.encoder.empty()) return encoded(options, texts);
  if (!options.hypothesis_vectors.empty()) return read(options, texts);
  return std::nullopt;
}

}  // namespace lingan::tools
