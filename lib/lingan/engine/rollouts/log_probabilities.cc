#include <utility>

#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {

namespace {

/// Follows the rows of a chunk: at each position those are active that have a token there.
void follow_chunk(const Stepper& stepper, const TokenBatch& sentences, ActiveRows active,
                  float* log_probabilities) {
  TokenDrawer drawer(stepper.output(), SamplingOptions{});
  std::vector<int32_t> targets;
  std::vector<float> of_targets;
  for (int32_t t = 0; t < sentences.width; ++t) {
    for (int64_t i = 0; i < active.count(); ++i) {
      if (sentences.lengths[active.row(i)] <= t) active.set_next(i, -1);
    }
    active.drop_ended();
    if (active.empty()) return;
    active.advance();
    targets.resize(static_cast<size_t>(active.count()));
    of_targets.resize(targets.size());
    for (int64_t i = 0; i < active.count(); ++i) {
      targets[i] = sentences.tokens[active.row(i) * sentences.width + t];
      active.set_next(i, targets[i]);
    }
    drawer.log_probabilities(active.hidden(), targets, of_targets.data());
    for (int64_t i = 0; i < active.count(); ++i) {
      log_probabilities[active.row(i) * sentences.width + t] = of_targets[i];
    }
  }
}

}  // namespace

std::vector<float> CpuRollouts::log_probabilities(const TokenBatch& sentences,
                                                  std::span<const float> initial_states) const {
  check_batch(sentences, stepper_->vocabulary_size());
  check_states(initial_states, sentences.rows, stepper_->state_width());
  std::vector<float> result(sentences.tokens.size(), 0.0f);
  const int64_t grain = row_grain(*stepper_, sentences.rows);
  parallel_for(sentences.rows, grain, [&](int64_t begin, int64_t end) {
    ActiveRows active(*stepper_);
    active.add_initial(begin, end - begin, specials_.bos, initial_states);
    follow_chunk(*stepper_, sentences, std::move(active), result.data());
  });
  return result;
}

}  // namespace lingan::engine
