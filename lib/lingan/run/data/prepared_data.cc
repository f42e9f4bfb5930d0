#include <lingan/run/data/prepared_data.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/fingerprint.h>
#include <lingan/engine/cuda_line_encoder.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/model/generators/token_vectors.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/data/held_out_text.h>
#include <lingan/run/data/shared_sentences.h>
#include <lingan/run/data/text_files.h>
#include <lingan/text/corpus/corpus_split.h>
#include <lingan/text/corpus/corpus_tokenizer.h>
#include <lingan/text/corpus/line_sources.h>
#include <lingan/text/corpus/word_vectors.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/vocabulary.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

CorpusSplit split_of(const TextSource& source, const TextFiles& files) {
  return with_place_of_data(
      [&] { return files.name(); },
      [&] {
        return CorpusSplit(files.count(), source.validation.empty() ? source.validation_share : 0,
                           source.test.empty() ? source.test_share : 0, source.seed);
      });
}

/// Whether a tokenizer is learnt from each line that is not blank, of the corpus and then of the
/// sources: where the sentence is trained on.
/// @param line_sources  of TextFiles; empty: there are no sources.
std::vector<bool> learnt_lines(const TextFiles& files, const CorpusSplit& split,
                               const std::vector<int64_t>& line_sources) {
  std::vector<bool> learnt;
  for (int64_t line = 0; line < files.count(); ++line) {
    learnt.push_back(split.part(line) == CorpusPart::kTrain);
  }
  for (size_t line = 0; line < line_sources.size(); ++line) {
    const auto source = static_cast<size_t>(files.count() + line_sources[line]);
    if (source >= learnt.size()) learnt.resize(source + 1);
    learnt[source] = learnt[line];
  }
  return learnt;
}

/// Inputs of held-out text; null: a share of the corpus is held out.
struct HeldOutInputs {
  std::unique_ptr<const RereadableInput> validation, test;

  explicit HeldOutInputs(const TextSource& source)
      : validation(opened(source.validation)), test(opened(source.test)) {}

 private:
  static std::unique_ptr<const RereadableInput> opened(const std::string& name) {
    return name.empty() ? nullptr : std::make_unique<const RereadableInput>(name);
  }
};

/// Of pairs, which have no unknown item: learnt on all that is trained on or held out.
std::shared_ptr<const Tokenizer> tokenizer_of_pairs(const TextSource& source,
                                                    const TextFiles& files,
                                                    const HeldOutInputs& held_out) {
  TokenizerOptions options = source.training;
  options.kind = source.tokenizer;
  std::vector<CorpusLines> lines = files.lines();
  for (const auto& input : {held_out.validation.get(), held_out.test.get()}) {
    if (input == nullptr) continue;
    check_pairs(*input, source.bad_text);
    lines.emplace_back(*input, source.bad_text, sentence_column(source));
  }
  auto learnt = learn_tokenizer(options, lines, [](auto line) { return !is_blank(line); });
  if (learnt->size() > Vocabulary::kSpecialCount + 1) return learnt;
  throw InputError("all pairs have one item, and there is nothing to choose; bring pairs of others",
                   files.name());
}

/// Learnt on the part that is trained on, or loaded. Of ids, which have no unknown one, on all.
std::shared_ptr<const Tokenizer> tokenizer_for(const TextSource& source, const TextFiles& files,
                                               const CorpusSplit& split,
                                               const std::vector<int64_t>& line_sources) {
  const TokenizerCard* kind = kind_or_file(source.tokenizer);
  if (kind == nullptr) return load_tokenizer(source.tokenizer);
  TokenizerOptions options = source.training;
  options.kind = source.tokenizer;
  std::vector<CorpusLines> lines = files.lines();
  if (auto sources = files.source_lines()) lines.push_back(std::move(*sources));
  std::vector<bool> learnt = learnt_lines(files, split, line_sources);
  if (kind->content == TokenizerContent::kIds) learnt.assign(learnt.size(), true);
  return learn_tokenizer(options, lines, [&, number = size_t{0}](std::string_view line) mutable {
    if (is_blank(line)) return false;
    const size_t own = number++;
    return own < learnt.size() && learnt[own];
  });
}

/// @param line_labels  of the lines that are not blank; empty: the sentences have none.
EncodedCorpus read_labelled(const TextSource& source, const TextFiles& files,
                            const LineEncoder& encoder, const std::vector<int32_t>& line_labels) {
  std::vector<CorpusLines> lines = files.lines();
  EncodedCorpus all = read_corpus(lines, encoder, source.lengths);
  for (const int64_t line : all.lines) {
    if (!line_labels.empty()) all.sentences.labels.push_back(line_labels[line]);
  }
  return all;
}

/// What lines that are not blank have beside their sentence; empty: nothing.
struct BesideLines {
  std::vector<int32_t> labels;
  std::vector<int64_t> sources;
};

/// Of the sentences that have a source that is not too long, these as their labels; labels go to
/// the sources.
EncodedCorpus read_sourced(const TextSource& source, const TextFiles& files,
                           const LineEncoder& encoder, const BesideLines& beside,
                           TokenBatch& sources) {
  CorpusLines lines = *files.source_lines();
  const EncodedCorpus read = read_corpus(lines, encoder, source.lengths);
  SourcedCorpus pairs = pair_with_sources(read_labelled(source, files, encoder, {}), read,
                                          beside.sources, lines.name());
  sources = std::move(pairs.sources);
  for (const int64_t line : pairs.corpus.lines) {
    if (!beside.labels.empty()) sources.labels.push_back(beside.labels[line]);
  }
  const TokenBatch& kept = pairs.corpus.sentences;
  CorpusReport& report = pairs.corpus.report;
  report.tokens = std::accumulate(kept.lengths.begin(), kept.lengths.end(), int64_t{0});
  const int32_t unknown = encoder.tokenizer().specials().unk;
  report.unknown = unknown < 0 ? 0 : std::ranges::count(kept.tokens, unknown);
  return std::move(pairs.corpus);
}

using RowsOfParts = std::map<CorpusPart, std::vector<int64_t>>;

RowsOfParts rows_of_parts(const EncodedCorpus& corpus, const CorpusSplit& split) {
  RowsOfParts rows;
  for (size_t row = 0; row < corpus.lines.size(); ++row) {
    rows[split.part(corpus.lines[row])].push_back(static_cast<int64_t>(row));
  }
  return rows;
}

/// Pairs are held out, not queries: a query of which all pairs would be keeps its first one.
void keep_queries(RowsOfParts& rows, const std::vector<int32_t>& queries) {
  std::set<int32_t> known;
  std::vector<int64_t>& train = rows[CorpusPart::kTrain];
  for (const int64_t row : train) known.insert(queries[static_cast<size_t>(row)]);
  for (const auto part : {CorpusPart::kValidation, CorpusPart::kTest}) {
    std::erase_if(rows[part], [&](int64_t row) {
      const bool is_new = known.insert(queries[static_cast<size_t>(row)]).second;
      if (is_new) train.push_back(row);
      return is_new;
    });
  }
  std::ranges::sort(train);
}

/// Sentences of one token, without their ends: an item ends by itself.
void take_items(TokenBatch& pairs) {
  for (int64_t row = 0; row < pairs.rows; ++row) {
    pairs.tokens[static_cast<size_t>(row)] = pairs.tokens[static_cast<size_t>(row) * pairs.width];
  }
  pairs.width = 1;
  pairs.tokens.resize(static_cast<size_t>(pairs.rows));
  pairs.lengths.assign(static_cast<size_t>(pairs.rows), 1);
}

std::map<CorpusPart, TokenBatch> parts_of(const EncodedCorpus& corpus, const RowsOfParts& rows) {
  std::map<CorpusPart, TokenBatch> parts;
  for (const auto part : {CorpusPart::kTrain, CorpusPart::kValidation, CorpusPart::kTest}) {
    const auto own = rows.find(part);
    if (own != rows.end()) parts[part] = select_rows(corpus.sentences, own->second);
  }
  return parts;
}

/// Counts the sentences to train on of each label.
void count_labels(PreparedData& data, const TextSource& source) {
  for (const int32_t label : labelled_by_sources(data.train, data.sources).labels) {
    if (label != kUnknownLabel) ++data.labels[static_cast<size_t>(label)].sentences;
  }
  for (const Label& label : data.labels) {
    if (label.sentences > 0) continue;
    const std::string& file = !source.labels.empty()     ? source.labels
                              : source.label_column != 0 ? source.corpus
                                                         : source.corpus_b;
    throw InputError(
        none_has_label(source, label.name) + "; bring more that have it, or leave its lines out",
        input_name(file));
  }
}

/// How many words of a vocabulary the sentences and their sources do not have. (Pieces of subword
/// models are learnt for other text, too.)
/// @param sources  by the numbers that are the sentences' labels; no rows: they have none.
int64_t unused_types(const TokenBatch& sentences, const TokenBatch& sources,
                     const Tokenizer& tokenizer) {
  if (tokenizer.subword_model() != nullptr) return 0;
  std::vector<bool> used(static_cast<size_t>(tokenizer.size()));
  for (const int32_t id : sentences.tokens) used[static_cast<size_t>(id)] = true;
  for (int64_t row = 0; sources.rows > 0 && row < sentences.rows; ++row) {
    for (const int32_t id : sources.row(sentences.labels[static_cast<size_t>(row)])) {
      used[static_cast<size_t>(id)] = true;
    }
  }
  const auto& [pad, bos, eos, unk] = tokenizer.specials();
  for (const int32_t special : {pad, bos, eos, unk}) {
    if (special >= 0) used[static_cast<size_t>(special)] = true;
  }
  return std::count(used.begin(), used.end(), false);
}

/// The vectors of an input.
/// @throws InputError also if it has none of the vocabulary.
TokenVectors read_vectors(const RereadableInput& input, const Tokenizer& tokenizer) {
  const WordVectors vectors = read_word_vectors(input, tokenizer);
  if (vectors.ids.empty()) {
    throw InputError(
        "no word of the vocabulary is in it; are both lower-cased, and in one language?",
        input.name());
  }
  const auto count = static_cast<int64_t>(vectors.ids.size());
  return {.ids = torch::tensor(vectors.ids, torch::kInt32),
          .values = torch::tensor(vectors.values).view({count, vectors.width})};
}

}  // namespace

PreparedData prepare_text(const TextSource& source) {
  const TextFiles files(source);
  const CorpusSplit split = split_of(source, files);
  PreparedData data;
  files.put_fingerprints(data);
  BesideLines beside;
  beside.labels = files.line_labels(data);
  beside.sources = files.line_sources(data);
  const HeldOutInputs held_out(source);
  data.tokenizer = has_pairs(source) ? tokenizer_of_pairs(source, files, held_out)
                                     : tokenizer_for(source, files, split, beside.sources);
  if (!source.vectors.empty()) {
    const RereadableInput vectors(source.vectors);
    data.vectors = std::make_shared<TokenVectors>(read_vectors(vectors, *data.tokenizer));
    data.vectors_fingerprint = fingerprint(*vectors.open(), vectors.name());
  }
  const auto encoder = engine::make_line_encoder(*data.tokenizer);
  const EncodedCorpus all = beside.sources.empty()
                                ? read_labelled(source, files, *encoder, beside.labels)
                                : read_sourced(source, files, *encoder, beside, data.sources);
  data.report = all.report;
  RowsOfParts rows = rows_of_parts(all, split);
  if (has_pairs(source)) keep_queries(rows, all.sentences.labels);
  auto parts = parts_of(all, rows);
  data.train = std::move(parts[CorpusPart::kTrain]);
  if (data.train.rows == 0) {
    throw InputError("no sentence to train on that is short enough", files.name());
  }
  if (!data.labels.empty()) count_labels(data, source);
  const bool is_learnt = kind_or_file(source.tokenizer) != nullptr;
  if (is_learnt && data.report.too_long > 0)
    data.unused_types = unused_types(data.train, data.sources, *data.tokenizer);
  const int32_t width = all.sentences.width;
  data.validation = held_out.validation == nullptr
                        ? std::move(parts[CorpusPart::kValidation])
                        : read_held_out(*held_out.validation, source, data.labels, *encoder, width,
                                        data.validation_fingerprint);
  data.test = held_out.test == nullptr ? std::move(parts[CorpusPart::kTest])
                                       : read_held_out(*held_out.test, source, data.labels,
                                                       *encoder, width, data.test_fingerprint);
  if (has_pairs(source)) {
    for (TokenBatch* part : {&data.train, &data.validation, &data.test}) take_items(*part);
  }
  data.validation_in_training = count_in_training(data, data.validation);
  data.test_in_training = count_in_training(data, data.test);
  return data;
}

PreparedData prepare_oracle(const OracleSource& source) {
  if (source.samples < 1 || source.validation < 0 || source.length < 1) {
    throw UsageError("an oracle needs at least one training sentence of at least one token");
  }
  PreparedData data;
  if (!is_random_oracle(source.oracle)) {
    data.oracle_tensors = std::make_shared<TensorFile>(load_oracle_file(source.oracle));
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
