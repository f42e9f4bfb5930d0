#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/position_loops.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {

Samples CpuRollouts::sample(const SampleRequest& request) const {
  check_request(request, specials_, stepper_->vocabulary_size());
  check_states(request.initial_states, request.rows, stepper_->state_width());
  Samples samples;
  samples.tokens = TokenBatch::filled(request.rows, request.length, specials_.filler());
  samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
  parallel_for(request.rows, row_grain(*stepper_, request.rows), [&](int64_t begin, int64_t end) {
    ActiveRows active(*stepper_);
    active.add_initial(begin, end - begin, specials_.bos, request.initial_states);
    TokenDrawer drawer(stepper_->output(), request.options);
    const auto draw = [&](std::span<const double> uniforms, DrawnToken* drawn) {
      drawer.draw(active.hidden(), 1, uniforms, drawn);
    };
    sample_rows(active, request, specials_.eos, draw, samples);
  });
  return samples;
}

}  // namespace lingan::engine
