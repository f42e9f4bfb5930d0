#include <algorithm>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/position_loops.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {
namespace {

void check_known(const SampleRequest& request, const TokenBatch& known, int64_t vocabulary) {
  if (!request.prompt.empty()) {
    throw UsageError(
        "`prompt`: what a sentence begins with are known tokens of a masked one; leave it out");
  }
  if (known.rows != request.rows || known.width != request.length) {
    throw UsageError(
        "fill: the known tokens are of another number of sentences, or of another length, than "
        "asked for");
  }
  TokenBatch tokens = known;
  std::ranges::replace(tokens.tokens, kHole, 0);
  check_batch(tokens, vocabulary);
}

}  // namespace

Samples CpuRollouts::fill(const SampleRequest& request, const TokenBatch& known) const {
  check_request(request, specials_, stepper_->vocabulary_size());
  check_states(request.initial_states, request.rows, stepper_->state_width());
  check_known(request, known, stepper_->vocabulary_size());
  Samples samples{known, std::vector<float>(known.tokens.size(), 0.0f)};
  parallel_for(request.rows, row_grain(*stepper_, request.rows), [&](int64_t begin, int64_t end) {
    ActiveRows active(*stepper_);
    active.add_initial(begin, end - begin, specials_.bos, request.initial_states);
    TokenDrawer drawer(stepper_->output(), request.options);
    const auto draw = [&](std::span<const double> uniforms, DrawnToken* drawn) {
      drawer.draw(active.hidden(), 1, uniforms, drawn);
    };
    fill_rows(active, request, draw, samples);
  });
  return samples;
}

}  // namespace lingan::engine
