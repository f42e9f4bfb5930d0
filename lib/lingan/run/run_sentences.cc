#include <lingan/run/run_sentences.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/labelled_sentences.h>
#include <lingan/base/random_permutation.h>

namespace lingan {
namespace {

torch::Tensor as_tensor(const std::vector<int32_t>& values, at::IntArrayRef shape) {
  return torch::tensor(values, torch::kInt32).reshape(shape);
}

void put(TensorFile& file, const std::string& name, const TokenBatch& batch) {
  file.tensors[name + ".tokens"] = as_tensor(batch.tokens, {batch.rows, batch.width});
  file.tensors[name + ".lengths"] = as_tensor(batch.lengths, {batch.rows});
  if (batch.labels.empty()) return;
  file.tensors[name + ".labels"] = as_tensor(batch.labels, {batch.rows});
}

const torch::Tensor& int_tensor(const TensorFile& file, const std::string& name, int64_t rank) {
  const auto entry = file.tensors.find(name);
  if (entry == file.tensors.end() || entry->second.dim() != rank ||
      entry->second.scalar_type() != torch::kInt32) {
    throw InputError(name + " is missing or not an int32 tensor of rank " + std::to_string(rank));
  }
  return entry->second;
}

/// Which numbers of labels there may be.
struct LabelRange {
  size_t count = 0;         // 0: none are read
  bool unlabelled = false;  // kUnknownLabel, too
};

/// Of as many rows as the batch has.
std::vector<int32_t> take_labels(const TensorFile& file, const std::string& name, int64_t rows,
                                 LabelRange range) {
  if (range.count == 0 || rows == 0) return {};
  const auto& tensor = int_tensor(file, name, 1);
  const auto* first = tensor.const_data_ptr<int32_t>();
  std::vector<int32_t> numbers(first, first + tensor.numel());
  bool fits = tensor.size(0) == rows;
  for (const int32_t label : numbers) {
    const bool is_known = label >= 0 && static_cast<size_t>(label) < range.count;
    fits = fits && (is_known || (range.unlabelled && label == kUnknownLabel));
  }
  if (!fits) throw InputError(name + " holds labels out of range");
  return numbers;
}

TokenBatch take(const TensorFile& file, const std::string& name, int32_t vocabulary,
                LabelRange labels) {
  const auto& tokens = int_tensor(file, name + ".tokens", 2);
  const auto& lengths = int_tensor(file, name + ".lengths", 1);
  TokenBatch batch{.rows = tokens.size(0),
                   .width = static_cast<int32_t>(tokens.size(1)),
                   .tokens = {},
                   .lengths = {}};
  batch.labels = take_labels(file, name + ".labels", batch.rows, labels);
  batch.tokens.assign(tokens.data_ptr<int32_t>(), tokens.data_ptr<int32_t>() + tokens.numel());
  batch.lengths.assign(lengths.data_ptr<int32_t>(), lengths.data_ptr<int32_t>() + lengths.numel());
  bool fits = lengths.size(0) == batch.rows;
  for (const int32_t length : batch.lengths) fits = fits && length >= 0 && length <= batch.width;
  for (const int32_t token : batch.tokens) fits = fits && token >= 0 && token < vocabulary;
  if (!fits) throw InputError(name + " holds ids or lengths out of range");
  return batch;
}

TokenBatch take_sources(const TensorFile& file, int32_t vocabulary, LabelRange labels) {
  TokenBatch sources = take(file, "sources", vocabulary, {});
  const bool has_empty = std::ranges::find(sources.lengths, 0) != sources.lengths.end();
  if (sources.rows == 0 || has_empty) {
    throw InputError("sources holds no sentence, or an empty one");
  }
  sources.labels = take_labels(file, "sources.labels", sources.rows, labels);
  return sources;
}

}  // namespace

std::shared_ptr<const SourceTable> source_table(const RunSentences& sentences) {
  if (sentences.sources.rows == 0) return nullptr;
  auto table = std::make_shared<SourceTable>(SourceTable{.sentences = sentences.sources});
  const auto& own = sentences.train.labels;
  const RandomPermutation places(own.size(), {0, Purpose::kShuffle, 0});
  for (size_t i = 0; i < own.size(); ++i) table->sampled.push_back(own[places.at(i)]);
  return table;
}

TensorFile as_tensors(const RunSentences& sentences) {
  TensorFile data;
  put(data, "train", sentences.train);
  put(data, "validation", sentences.validation);
  if (sentences.test.rows > 0) put(data, "test", sentences.test);
  if (sentences.sources.rows > 0) put(data, "sources", sentences.sources);
  return data;
}

RunSentences sentences_of(const TensorFile& data, int32_t vocabulary, size_t labels,
                          bool unlabelled) {
  LabelRange range{.count = labels, .unlabelled = unlabelled};
  TokenBatch sources;
  if (data.tensors.contains("sources.tokens")) {
    sources = take_sources(data, vocabulary, range);
    range = {.count = static_cast<size_t>(sources.rows)};
  }
  RunSentences sentences{take(data, "train", vocabulary, range),
                         take(data, "validation", vocabulary, range)};
  sentences.sources = std::move(sources);
  if (data.tensors.contains("test.tokens")) {
    sentences.test = take(data, "test", vocabulary, range);
  }
  return sentences;
}

bool same_sentences(const RunSentences& one, const RunSentences& other) {
  const auto same = [](const TokenBatch& a, const TokenBatch& b) {
    if (a.rows == 0 && b.rows == 0) return true;
    return a.width == b.width && a.tokens == b.tokens && a.lengths == b.lengths &&
           a.labels == b.labels;
  };
  return same(one.train, other.train) && same(one.validation, other.validation) &&
         same(one.test, other.test) && same(one.sources, other.sources);
}

}  // namespace lingan
