#include <lingan/engine/rollouts/labelled_rollouts.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/random_permutation.h>
#include <lingan/engine/rollouts/mixture_likelihood.h>

namespace lingan::engine {
namespace {

/// Keeps the streams of labels apart, the first one's being the request's own.
RandomStream stream_of(RandomStream stream, size_t label) {
  constexpr uint64_t kApart = 0x9E3779B97F4A7C15;
  stream.seed += kApart * label;
  return stream;
}

/// How many sentences of each label the mixed order has: those given, or fewer where these are very
/// many.
std::vector<int64_t> counts_in_order(std::span<const int64_t> sentences) {
  constexpr double kMaximum = 1 << 20;
  const double all = std::accumulate(sentences.begin(), sentences.end(), 0.0);
  std::vector<int64_t> counts(sentences.begin(), sentences.end());
  if (all <= kMaximum) return counts;
  for (int64_t& count : counts) {
    count = std::max<int64_t>(1, std::llround(static_cast<double>(count) / all * kMaximum));
  }
  return counts;
}

/// Puts rows of values, `width` to a row, where the rows belong.
template <class Value>
void scatter(const std::vector<Value>& values, std::span<const int64_t> rows, int32_t width,
             std::vector<Value>& into) {
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto begin = values.begin() + static_cast<int64_t>(i) * width;
    std::copy(begin, begin + width, into.begin() + rows[i] * width);
  }
}

}  // namespace

LabelledRollouts::LabelledRollouts(std::vector<std::unique_ptr<const Rollouts>> of_labels,
                                   std::span<const int64_t> sentences, LabelsOf labels)
    : of_labels_(std::move(of_labels)), sentences_(counts_in_order(sentences)), labels_(labels) {
  const auto all =
      static_cast<uint64_t>(std::accumulate(sentences_.begin(), sentences_.end(), int64_t{0}));
  const RandomPermutation places(all, {0, Purpose::kShuffle, 0});
  order_.resize(all);
  uint64_t sentence = 0;
  for (size_t label = 0; label < sentences_.size(); ++label) {
    for (int64_t i = 0; i < sentences_[label]; ++i) {
      order_[places.at(sentence++)] = static_cast<int32_t>(label);
    }
  }
}

std::vector<uint64_t> LabelledRollouts::before(uint64_t row) const {
  std::vector<uint64_t> counts;
  for (const int64_t sentences : sentences_) {
    counts.push_back(row / order_.size() * static_cast<uint64_t>(sentences));
  }
  const auto rest = static_cast<int64_t>(row % order_.size());
  std::for_each(order_.begin(), order_.begin() + rest,
                [&](int32_t label) { ++counts[static_cast<size_t>(label)]; });
  return counts;
}

Samples LabelledRollouts::sample(const SampleRequest& request) const {
  SampleRequest none = request;
  none.rows = std::min<int64_t>(request.rows, 0);
  of_labels_.front()->sample(none);  // checks the request
  const std::vector<uint64_t> first_rows = before(request.first_row);
  std::vector<std::vector<int64_t>> rows(of_labels_.size());
  Samples all;
  all.tokens = TokenBatch::filled(request.rows, request.length, 0);
  all.log_probabilities.resize(all.tokens.tokens.size());
  for (int64_t row = 0; row < request.rows; ++row) {
    const int32_t label = label_of(request.first_row + static_cast<uint64_t>(row));
    all.tokens.labels.push_back(label);
    rows[static_cast<size_t>(label)].push_back(row);
  }
  for (size_t label = 0; label < rows.size(); ++label) {
    SampleRequest own = request;
    own.rows = static_cast<int64_t>(rows[label].size());
    own.first_row = first_rows[label];
    own.stream = stream_of(request.stream, label);
    const Samples samples = of_labels_[label]->sample(own);
    scatter(samples.tokens.tokens, rows[label], request.length, all.tokens.tokens);
    scatter(samples.tokens.lengths, rows[label], 1, all.tokens.lengths);
    scatter(samples.log_probabilities, rows[label], request.length, all.log_probabilities);
  }
  return all;
}

void LabelledRollouts::complete(const TokenBatch&, const RolloutRequest&,
                                const std::function<void(const Completions&)>&) const {
  throw UsageError("prefixes of several labels: complete those of one label at a time");
}

bool LabelledRollouts::has_likelihood() const {
  return std::ranges::all_of(of_labels_, [](const auto& own) { return own->has_likelihood(); });
}

std::vector<float> LabelledRollouts::of_mixture(const TokenBatch& sentences) const {
  std::vector<std::vector<float>> all;
  for (const auto& own : of_labels_) all.push_back(own->log_probabilities(sentences));
  return mixture_log_probabilities(sentences, all);
}

std::vector<float> LabelledRollouts::log_probabilities(const TokenBatch& sentences,
                                                       std::span<const float>) const {
  if (labels_ == LabelsOf::kGenerator) return of_mixture(sentences);
  if (sentences.labels.size() != static_cast<size_t>(sentences.rows)) {
    throw UsageError("the sentences have no labels, by which the generator goes");
  }
  std::vector<float> all(sentences.tokens.size());
  for (size_t label = 0; label < of_labels_.size(); ++label) {
    const auto rows = rows_with_label(sentences, static_cast<int32_t>(label));
    if (rows.empty()) continue;
    scatter(of_labels_[label]->log_probabilities(select_rows(sentences, rows)), rows,
            sentences.width, all);
  }
  return all;
}

}  // namespace lingan::engine
