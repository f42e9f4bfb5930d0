#include <lingan/gan/strategies/transfer_figures.h>

#include <memory>
#include <numeric>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/rollouts.h>

namespace lingan {
namespace {

std::vector<metrics::SentenceList> of_each_label(const TokenBatch& sentences, size_t labels,
                                                 const SpecialTokens& specials) {
  std::vector<metrics::SentenceList> lists;
  for (size_t label = 0; label < labels; ++label) {
    const auto rows = rows_with_label(sentences, static_cast<int32_t>(label));
    lists.push_back(metrics::strip_specials(select_rows(sentences, rows), specials));
  }
  return lists;
}

}  // namespace

metrics::Transfers greedy_transfers(const Generator& generator, const Sentences& sentences,
                                    int32_t length) {
  const SpecialTokens& specials = generator.options().specials;
  const auto table = std::make_shared<SourceTable>();
  table->sentences = to_token_batch(sentences);
  table->sampled.resize(static_cast<size_t>(sentences.rows()));
  std::iota(table->sampled.begin(), table->sampled.end(), 0);
  const auto reader = generator.clone_on_cpu();
  reader->set_sources(table);
  metrics::Transfers transfers;
  for (size_t label = 0; label < generator.options().label_sentences.size(); ++label) {
    const auto own = rows_with_label(table->sentences, static_cast<int32_t>(label)).size();
    if (own == table->sampled.size()) continue;  // no sentence of another label to write again
    const auto writer = reader->of_label(label);
    engine::SampleRequest request;
    request.rows = static_cast<int64_t>(writer->options().sources->sampled.size());
    request.length = length;
    request.options.greedy = true;
    const TokenBatch written = writer->rollouts(specials)->sample(request).tokens;
    const std::vector<int64_t> read(written.labels.begin(), written.labels.end());
    transfers.rewritten =
        concatenate(transfers.rewritten, metrics::strip_specials(written, specials));
    transfers.sources = concatenate(
        transfers.sources, metrics::strip_specials(select_rows(table->sentences, read), specials));
    transfers.styles.insert(transfers.styles.end(), read.size(), static_cast<int32_t>(label));
  }
  return transfers;
}

std::map<std::string, double> TransferFigures::of(const Generator& generator,
                                                  const Sentences& held_out, int32_t length) {
  const GeneratorOptions& options = generator.options();
  if (!models_) {
    models_.emplace(of_each_label(options.sources->sentences, options.label_sentences.size(),
                                  options.specials));
  }
  const auto scores =
      metrics::transfer_scores(*models_, greedy_transfers(generator, held_out, length));
  return {{"transfer-accuracy", scores.accuracy},
          {"content-bleu", scores.content_bleu},
          {"transfer-perplexity", scores.perplexity}};
}

}  // namespace lingan
