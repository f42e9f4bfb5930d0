#include "tools/torch/run_texts.h"

#include <utility>

#include <lingan/run/run_likelihood.h>
#include <lingan/run/run_sampler.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan::tools {

RunTexts::RunTexts(RunDirectory run, int64_t sentences, uint64_t seed)
    : run_(std::move(run)), sentences_(run_.sentences()) {
  RunSampleRequest request;
  request.sentences = sentences;
  request.seed = seed;
  samples_ = sample_run_rows(run_, request);
}

std::vector<std::string> RunTexts::decode(const TokenBatch& batch) const {
  std::vector<std::string> lines;
  lines.reserve(static_cast<size_t>(batch.rows));
  for (int64_t row = 0; row < batch.rows; ++row) {
    lines.push_back(run_.spec().tokenizer->decode(batch.row(row)));
  }
  return lines;
}

std::vector<std::string> RunTexts::samples() const { return decode(samples_); }
std::vector<std::string> RunTexts::held_out() const { return decode(sentences_.validation); }
std::vector<std::string> RunTexts::training() const { return decode(sentences_.train); }

std::string RunTexts::tokenizer() const {
  const std::string kind(run_.spec().tokenizer->kind());
  if (kind == "ids") return "whitespace";
  const bool splits_unknown_text = kind == "whitespace" || kind == "word" || kind == "character";
  return splits_unknown_text ? kind : run_.tokenizer().string();
}

std::vector<metrics::MetricValue> RunTexts::likelihoods(const std::string& references) const {
  if (references.empty()) return run_likelihoods(run_, sentences_.validation, samples_);
  CorpusLines lines(references, BadText::kError);
  CorpusOptions options;
  options.max_length = run_.spec().length;
  const TokenBatch real = read_corpus(lines, *run_.spec().tokenizer, options).first;
  return run_likelihoods(run_, real, samples_);
}

}  // namespace lingan::tools
