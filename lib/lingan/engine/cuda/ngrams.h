/// Clipped n-gram matches on a device, order by order.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include <lingan/engine/cuda/filled_array.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/kernels/ngram_kernels.h>

namespace lingan::engine::cuda {

template <class Backend>
class DeviceNgrams {
 public:
  DeviceNgrams(Backend& backend, const NgramJob& job)
      : backend_(backend), job_(job), tokens_count_(job.offsets[job.sentences]) {
    slots_ = static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(2 * tokens_count_ + 1)));
    tokens_ = upload(backend_, job.tokens, tokens_count_);
    offsets_ = upload(backend_, job.offsets, job.sentences + 1);
    if (job.groups != nullptr) groups_ = upload(backend_, job.groups, job.sentences);
    sentence_of_ = backend.template allocate<int32_t>(tokens_count_);
    shorter_ = backend.template allocate<int32_t>(tokens_count_);
    numbers_ = backend.template allocate<int32_t>(tokens_count_);
    ngrams_ = backend.template allocate<unsigned long long>(slots_);
    pairs_ = backend.template allocate<unsigned long long>(slots_);
    counts_ = backend.template allocate<int32_t>(slots_);
    maxima_ = backend.template allocate<int32_t>(slots_);
    if (job.others != 0) owners_ = backend.template allocate<unsigned long long>(slots_);
    matches_ = backend.template allocate<int32_t>(job.hypotheses * job.max_order);
  }

  void count() {
    backend_.clear(matches_.data(), bytes<int32_t>(job_.hypotheses * job_.max_order));
    backend_.launch(TokenSentencesKernel{sentences(), sentence_of_.data()}, job_.sentences);
    for (int32_t order = 1; order <= job_.max_order; ++order) {
      count_order(order);
      std::swap(shorter_, numbers_);
    }
    backend_.copy(job_.matches, matches_.data(), bytes<int32_t>(job_.hypotheses * job_.max_order));
    backend_.wait();
  }

 private:
  template <class T>
  using Array = typename Backend::template Array<T>;
  template <class T>
  static size_t bytes(int64_t count) {
    return static_cast<size_t>(count) * sizeof(T);
  }

  PackedSentences sentences() const {
    return {tokens_.data(), offsets_.data(), groups_.data(), job_.sentences};
  }
  KeyTable table(const Array<unsigned long long>& keys) const {
    return {keys.data(), static_cast<uint64_t>(slots_ - 1)};
  }
  /// Makes every slot of a table empty.
  void empty(const Array<unsigned long long>& keys) {
    backend_.fill(keys.data(), 0xFF, bytes<unsigned long long>(slots_));
  }

  void count_order(int32_t order) {
    empty(ngrams_);
    empty(pairs_);
    backend_.clear(counts_.data(), bytes<int32_t>(slots_));
    backend_.clear(maxima_.data(), bytes<int32_t>(slots_));
    backend_.launch(CountNgramsKernel{.sentences = sentences(),
                                      .sentence_of = sentence_of_.data(),
                                      .shorter = shorter_.data(),
                                      .numbers = numbers_.data(),
                                      .ngrams = table(ngrams_),
                                      .pairs = table(pairs_),
                                      .counts = counts_.data(),
                                      .order = order},
                    tokens_count_);
    const PairView view{table(pairs_), counts_.data(), job_.hypotheses};
    if (job_.others != 0) {
      backend_.clear(owners_.data(), bytes<unsigned long long>(slots_));
      backend_.launch(OwnersKernel{view, owners_.data()}, slots_);
      backend_.launch(SecondMaximaKernel{view, owners_.data(), maxima_.data()}, slots_);
    } else {
      backend_.launch(ReferenceMaximaKernel{view, maxima_.data()}, slots_);
    }
    backend_.launch(SumMatchesKernel{.view = view,
                                     .maxima = maxima_.data(),
                                     .owners = owners_.data(),
                                     .matches = matches_.data(),
                                     .max_order = job_.max_order,
                                     .order = order},
                    slots_);
  }

  Backend& backend_;
  const NgramJob& job_;
  int64_t tokens_count_;
  int64_t slots_;  // of each table
  Array<int32_t> tokens_, groups_, sentence_of_, shorter_, numbers_, counts_, maxima_, matches_;
  Array<int64_t> offsets_;
  Array<unsigned long long> ngrams_, pairs_, owners_;
};

}  // namespace lingan::engine::cuda
