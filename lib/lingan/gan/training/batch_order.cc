#include <lingan/gan/training/batch_order.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace lingan {
namespace {

constexpr int64_t kBatchesPerPool = 50;
constexpr uint32_t kSentencePosition = 0;
constexpr uint32_t kBatchPosition = 1;

template <class T>
void shuffle(std::vector<T>& items, RandomStream stream, uint32_t position) {
  for (uint64_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[stream.below(i, i - 1, position)]);
  }
}

}  // namespace

std::vector<int64_t> random_order(int64_t count, RandomStream stream) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), int64_t{0});
  shuffle(order, stream, kSentencePosition);
  return order;
}

std::vector<std::vector<int64_t>> length_bucketed_batches(const TokenBatch& corpus,
                                                          int64_t batch_size, RandomStream stream) {
  std::vector<int64_t> order = random_order(corpus.rows, stream);
  const int64_t pool = kBatchesPerPool * batch_size;
  for (int64_t begin = 0; begin < corpus.rows; begin += pool) {
    std::stable_sort(order.begin() + begin, order.begin() + std::min(begin + pool, corpus.rows),
                     [&](int64_t a, int64_t b) { return corpus.lengths[a] < corpus.lengths[b]; });
  }
  std::vector<std::vector<int64_t>> batches;
  for (int64_t begin = 0; begin < corpus.rows; begin += batch_size) {
    batches.emplace_back(order.begin() + begin,
                         order.begin() + std::min(begin + batch_size, corpus.rows));
  }
  shuffle(batches, stream, kBatchPosition);
  return batches;
}

}  // namespace lingan
