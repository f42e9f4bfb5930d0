#include <lingan/run/prepared_data.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/fingerprint.h>
#include <lingan/engine/cuda_line_encoder.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/oracle.h>
#include <lingan/model/tensor_file.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// A clear word on a corpus without a word, before anything is learned from it.
void require_text(const TextSource& source, const RereadableInput& corpus) {
  CorpusLines lines(corpus, source.bad_text);
  while (const auto line = lines.next()) {
    if (!is_blank(*line)) return;
  }
  throw InputError("no text in it; a corpus has one sentence a line", corpus.name());
}

std::shared_ptr<const Tokenizer> tokenizer_for(const TextSource& source,
                                               const RereadableInput& corpus) {
  if (kind_or_file(source.tokenizer) == nullptr) return load_tokenizer(source.tokenizer);
  TokenizerOptions options = source.training;
  options.kind = source.tokenizer;
  CorpusLines lines(corpus, source.bad_text);
  return train_tokenizer(options, [&] { return lines.next(); });
}

/// How many words of a vocabulary the sentences do not have. (Pieces of subword models are learnt
/// for other text, too.)
int64_t unused_types(const TokenBatch& sentences, const Tokenizer& tokenizer) {
  if (tokenizer.subword_model() != nullptr) return 0;
  std::vector<bool> used(static_cast<size_t>(tokenizer.size()));
  for (const int32_t id : sentences.tokens) used[static_cast<size_t>(id)] = true;
  const auto& [pad, bos, eos, unk] = tokenizer.specials();
  for (const int32_t special : {pad, bos, eos, unk}) {
    if (special >= 0) used[static_cast<size_t>(special)] = true;
  }
  return std::count(used.begin(), used.end(), false);
}

}  // namespace

PreparedData prepare_text(const TextSource& source) {
  const RereadableInput corpus(source.corpus);
  require_text(source, corpus);
  PreparedData data;
  data.corpus_fingerprint = fingerprint(*corpus.open(), corpus.name());
  data.tokenizer = tokenizer_for(source, corpus);
  CorpusLines lines(corpus, source.bad_text);
  const auto encoder = engine::make_line_encoder(*data.tokenizer);
  auto [sentences, report] = read_corpus(lines, *encoder, source.lengths);
  data.report = report;
  if (report.too_long > 0) data.unused_types = unused_types(sentences, *data.tokenizer);
  if (source.validation.empty()) {
    std::tie(data.train, data.validation) =
        split_corpus(sentences, source.validation_share, source.seed);
    return data;
  }
  data.train = std::move(sentences);
  const RereadableInput validation(source.validation);
  data.validation_fingerprint = fingerprint(*validation.open(), validation.name());
  CorpusLines held_out(validation, source.bad_text);
  CorpusOptions lengths = source.lengths;
  lengths.max_length = data.train.width;
  data.validation = read_corpus(held_out, *encoder, lengths).first;
  return data;
}

PreparedData prepare_oracle(const OracleSource& source) {
  if (source.samples < 1 || source.validation < 0 || source.length < 1) {
    throw UsageError("an oracle needs at least one training sentence of at least one token");
  }
  PreparedData data;
  if (!is_random_oracle(source.oracle)) {
    data.oracle_tensors = std::make_shared<TensorFile>(load_tensors(source.oracle));
  }
  const auto oracle = data.oracle_tensors
                          ? make_oracle(*data.oracle_tensors, input_name(source.oracle))
                          : load_oracle(source.oracle);
  const SpecialTokens specials = oracle->options().specials;
  const auto rollouts = oracle->rollouts(specials);
  engine::SampleRequest request;
  request.rows = source.samples;
  request.length = source.length;
  request.stream = {source.seed, Purpose::kOracle, 1};
  data.tokenizer =
      make_id_tokenizer(static_cast<int32_t>(oracle->options().vocabulary_size), specials);
  data.train = rollouts->sample(request).tokens;
  request.first_row = static_cast<uint64_t>(source.samples);
  request.rows = source.validation;
  data.validation = rollouts->sample(request).tokens;
  return data;
}

}  // namespace lingan
