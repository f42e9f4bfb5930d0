#include <lingan/gan/training/real_batches.h>

#include <span>

#include <lingan/gan/training/batch_order.h>

namespace lingan {

Sentences RealBatches::batch(uint32_t order, int64_t batch) {
  if (order_ != order) {
    rows_ = random_order(state_.data.train.rows, {state_.seed, Purpose::kShuffle, order});
    order_ = order;
  }
  const int64_t size = state_.recipe.training.batch_size;
  return state_.corpus.select(std::span(rows_).subspan(batch * size, size));
}

}  // namespace lingan
