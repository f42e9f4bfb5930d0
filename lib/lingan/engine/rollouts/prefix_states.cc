#include <lingan/engine/rollouts/prefix_states.h>

#include <algorithm>

#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/row_grain.h>

namespace lingan::engine {

PrefixStates::PrefixStates(const Stepper& stepper, const TokenBatch& sentences, int32_t bos,
                           std::pair<int64_t, int64_t> range)
    : first_(range.first),
      count_(range.second),
      state_width_(stepper.state_width()),
      hidden_width_(stepper.output().hidden_width()),
      states_(static_cast<size_t>(sentences.width * count_ * state_width_)),
      hidden_(static_cast<size_t>(sentences.width * count_ * hidden_width_)) {
  parallel_for(count_, row_grain(stepper, count_), [&](int64_t begin, int64_t end) {
    ActiveRows active(stepper);
    active.add_initial(first_ + begin, end - begin, bos);
    for (int32_t t = 0; t < sentences.width && !active.empty(); ++t) {
      active.advance();
      for (int64_t i = 0; i < active.count(); ++i) {
        const int64_t sentence = active.row(i), at = index(sentence, t);
        std::copy_n(active.state(i), state_width_, states_.data() + at * state_width_);
        std::copy_n(active.hidden(i), hidden_width_, hidden_.data() + at * hidden_width_);
        const bool goes_on = t < sentences.lengths[sentence];
        active.set_next(i, goes_on ? sentences.tokens[sentence * sentences.width + t] : -1);
      }
      active.drop_ended();
    }
  });
}

}  // namespace lingan::engine
