/// A SentencePiece model on a device, and the launches that encode lines with it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/engine/cuda/filled_array.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/kernels/encode_kernels.h>

namespace lingan::engine::cuda {

/// Bytes of text, and EncodeLines::kSpare more for each line, that are on the device together; the
/// buffers for them take about 250 times that.
inline constexpr int64_t kEncodeBytes = int64_t{2} << 20;

template <class Backend>
class DeviceEncoder {
 public:
  /// @throws UsageError if the model has unused pieces, which the device does not split.
  DeviceEncoder(Backend& backend, const EncoderModel& model)
      : backend_(backend), is_unigram_(model.unigram != nullptr), normalizer_(*model.normalizer) {
    normalizer_.rules = keep(model.normalizer->rules);
    normalizer_.symbols = keep(model.normalizer->symbols);
    normalizer_.texts = keep(model.normalizer->texts, model.rule_bytes);
    normalizer_.classes = keep(model.normalizer->classes, 256);
    is_unigram_ ? keep_unigram(model) : keep_pairs(model);
  }

  void encode(const EncodeJob& job) {
    int64_t written = 0;
    for (int64_t first = 0; first < job.lines;) {
      int64_t last = first + 1;
      while (last < job.lines && bytes(job, first, last + 1) <= kEncodeBytes) ++last;
      written = encode_block(job, first, last, written);
      first = last;
    }
    *job.written = written;
  }

 private:
  template <class T>
  using Array = typename Backend::template Array<T>;

  /// What lines first..last-1 count for.
  static int64_t bytes(const EncodeJob& job, int64_t first, int64_t last) {
    return job.offsets[last] - job.offsets[first] + (last - first) * EncodeLines::kSpare;
  }

  template <class T>
  const T* keep(const T* from, int64_t count) {
    if (from == nullptr || count == 0) return nullptr;
    kept_.push_back(backend_.template allocate<char>(count * static_cast<int64_t>(sizeof(T))));
    backend_.copy(kept_.back().data(), from, static_cast<size_t>(count) * sizeof(T));
    return reinterpret_cast<const T*>(kept_.back().data());
  }
  DoubleArrayView keep(const DoubleArrayView& trie) {
    return {keep(trie.units, trie.size), trie.size};
  }
  UnknownText keep(const UnknownText& unknown) { return {unknown.id, keep(unknown.bytes, 256)}; }

  void keep_unigram(const EncoderModel& model) {
    unigram_ = *model.unigram;
    unigram_.pieces = keep(model.unigram->pieces);
    unigram_.scores = keep(model.unigram->scores, model.symbols);
    unigram_.unknown = keep(model.unigram->unknown);
  }

  void keep_pairs(const EncoderModel& model) {
    if (model.pairs->unused != nullptr) {
      throw UsageError("the tokenizer has unused pieces; encode with it on the CPU");
    }
    pairs_ = *model.pairs;
    pairs_.symbols = keep(model.pairs->symbols);
    pairs_.user_defined = keep(model.pairs->user_defined);
    pairs_.pairs = keep(model.pairs->pairs, int64_t{model.pairs->pair_mask} + 1);
    pairs_.ids = keep(model.pairs->ids, model.symbols);
    pairs_.lengths = keep(model.pairs->lengths, model.symbols);
    pairs_.unknown = keep(model.pairs->unknown);
  }

  /// Encodes lines first..last-1.  @return ids written in all.
  int64_t encode_block(const EncodeJob& job, int64_t first, int64_t last, int64_t written) {
    const int64_t count = last - first, begin = job.offsets[first];
    const auto text = upload(backend_, job.text + begin, job.offsets[last] - begin);
    std::vector<int64_t> offsets(job.offsets + first, job.offsets + last + 1);
    for (int64_t& offset : offsets) offset -= begin;
    const auto own_offsets = upload(backend_, offsets.data(), count + 1);
    const EncodeLines lines{text.data(), own_offsets.data()};
    const int64_t places = EncodeLines{nullptr, offsets.data()}.place(count);
    const auto normalized = backend_.template allocate<char>(places);
    const auto ids = backend_.template allocate<int32_t>(places);
    const auto counts = backend_.template allocate<int64_t>(count);
    const EncodedLines out{normalized.data(), ids.data(), counts.data()};
    is_unigram_ ? launch_unigram(lines, out, count, places)
                : launch_pairs(lines, out, count, places);
    backend_.copy(job.counts + first, counts.data(), static_cast<size_t>(count) * sizeof(int64_t));
    backend_.wait();
    return gather(job, {first, last}, lines, out, written);
  }

  void launch_unigram(const EncodeLines& lines, const EncodedLines& out, int64_t count,
                      int64_t places) {
    const auto nodes = backend_.template allocate<LatticeNode>(places + count);
    backend_.launch(EncodeUnigramKernel{.normalizer = normalizer_,
                                        .model = unigram_,
                                        .lines = lines,
                                        .out = out,
                                        .nodes = nodes.data()},
                    count);
  }

  void launch_pairs(const EncodeLines& lines, const EncodedLines& out, int64_t count,
                    int64_t places) {
    const auto symbols = backend_.template allocate<TextSymbol>(places);
    const auto links = backend_.template allocate<uint32_t>(2 * places);
    const auto queue = backend_.template allocate<WaitingMerge>(3 * places);
    backend_.launch(EncodePairsKernel{.normalizer = normalizer_,
                                      .model = pairs_,
                                      .lines = lines,
                                      .out = out,
                                      .symbols = symbols.data(),
                                      .links = links.data(),
                                      .queue = queue.data()},
                    count);
  }

  int64_t gather(const EncodeJob& job, std::pair<int64_t, int64_t> range, const EncodeLines& lines,
                 const EncodedLines& out, int64_t written) {
    const auto [first, last] = range;
    std::vector<int64_t> starts(static_cast<size_t>(last - first));
    int64_t total = 0;
    for (int64_t line = first; line < last; ++line) {
      starts[line - first] = total;
      total += std::max<int64_t>(job.counts[line], 0);
    }
    if (written + total > job.capacity) throw UsageError("encode: more ids than the buffer holds");
    const auto own_starts = upload(backend_, starts.data(), last - first);
    const auto gathered = backend_.template allocate<int32_t>(total);
    backend_.launch(GatherIdsKernel{.lines = lines,
                                    .ids = out.ids,
                                    .counts = out.counts,
                                    .starts = own_starts.data(),
                                    .gathered = gathered.data()},
                    last - first);
    backend_.copy(job.ids + written, gathered.data(), static_cast<size_t>(total) * sizeof(int32_t));
    backend_.wait();
    return written + total;
  }

  Backend& backend_;
  bool is_unigram_;
  PieceNormalizerView normalizer_;
  UnigramView unigram_;
  BytePairView pairs_;
  std::vector<Array<char>> kept_;
};

}  // namespace lingan::engine::cuda
