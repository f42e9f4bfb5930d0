#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/position_loops.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {

std::vector<float> CpuRollouts::log_probabilities(const TokenBatch& sentences,
                                                  std::span<const float> initial_states) const {
  check_batch(sentences, stepper_->vocabulary_size());
  check_states(initial_states, sentences.rows, stepper_->state_width());
  std::vector<float> result(sentences.tokens.size(), 0.0f);
  const int64_t grain = row_grain(*stepper_, sentences.rows);
  parallel_for(sentences.rows, grain, [&](int64_t begin, int64_t end) {
    ActiveRows active(*stepper_);
    active.add_initial(begin, end - begin, specials_.bos, initial_states);
    TokenDrawer drawer(stepper_->output(), SamplingOptions{});
    const auto score = [&](std::span<const int32_t> targets, float* of_targets) {
      drawer.log_probabilities(active.hidden(), targets, of_targets);
    };
    score_rows(active, sentences, score, result.data());
  });
  return result;
}

}  // namespace lingan::engine
