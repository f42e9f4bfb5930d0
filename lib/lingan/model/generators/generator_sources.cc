/// What a generator does with the sources of sentences: by itself it reads none.
#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/source_noise.h>
#include <lingan/model/layers/source_encoder.h>

namespace lingan {
namespace {

/// Sentences up to their ends.
Sentences ended(const torch::Tensor& tokens, int32_t eos) {
  Sentences sentences;
  sentences.tokens = tokens.to(torch::kInt64);
  const torch::Tensor is_before_end = (sentences.tokens == eos).cumsum(1) == 0;
  sentences.lengths = (is_before_end.sum(1) + 1).clamp_max(tokens.size(1));
  return sentences;
}

}  // namespace

void Generator::check_sources(const GeneratorOptions& options) {
  if (options.source == "itself" && options.label_sentences.size() == 1) {
    throw UsageError(
        "generator.source = \"itself\": a sentence is written again as one of another label, and "
        "all have one; bring text of two labels or more");
  }
  const bool has_sources = options.sources != nullptr && !options.sources->sampled.empty();
  if (options.source == "none" || has_sources) return;
  throw UsageError("generator.source = \"" + options.source +
                   "\": the sentences have no sources; name a file of them (`sources`), or set it "
                   "to \"none\"");
}

void Generator::set_sources(std::shared_ptr<const SourceTable> sources) {
  options_.sources = std::move(sources);
  check_sources(options_);
  source_encoder_->take(options_.sources);
  // A hole is a word of a sentence whose end is known.
  if (source_encoder_->reads_holes() && options_.specials.eos >= 0) {
    forbidden_.push_back(options_.specials.eos);
  }
}

std::vector<torch::Tensor> Generator::first_state(int64_t rows,
                                                  const torch::Tensor& sources) const {
  if (!reads_sources()) return initial_state(rows);
  if (sources.defined()) return first_state_of(source_encoder_->sources(sources));
  throw UsageError("generator.source = \"" + options_.source + "\": the sentences have no sources");
}

std::vector<torch::Tensor> Generator::first_state_of(const Sentences& sources) const {
  const torch::Tensor vectors =
      noisy_source(to_vectors(sources, embedding_), sources.lengths,
                   {.dropout = in_training(options_.source_dropout),
                    .shuffle = is_training() ? options_.source_shuffle : 0});
  return initial_state(source_encoder_->codes(vectors, sources));
}

torch::Tensor Generator::hidden(const torch::Tensor& tokens, const torch::Tensor& labels) {
  return read(fed_embeddings(tokens, labels),
              reads_itself() ? first_state_of(ended(tokens, options_.specials.eos))
                             : first_state(tokens.size(0), labels),
              {});
}

torch::Tensor Generator::hidden_of_sources(const Sentences& sentences, const Sentences& sources) {
  return read(fed_embeddings(sentences.tokens, sentences.labels), first_state_of(sources),
              sentences.lengths);
}

}  // namespace lingan
