#include <algorithm>

#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {
namespace {

/// Samples rows [begin, end) of a request from the first token to the last.
class ChunkSampler {
 public:
  ChunkSampler(const Stepper& stepper, const SpecialTokens& specials, const SampleRequest& request,
               Samples& samples)
      : specials_(specials),
        request_(request),
        samples_(samples),
        active_(stepper),
        drawer_(stepper.output(), request.options) {}

  void run(int64_t begin, int64_t end) {
    active_.add_initial(begin, end - begin, specials_.bos, request_.initial_states);
    for (int32_t t = 0; t < request_.length && !active_.empty(); ++t) {
      active_.advance();
      choose(t);
      for (int64_t i = 0; i < active_.count(); ++i) store(i, t);
      active_.drop_ended();
    }
  }

 private:
  void choose(int32_t t) {
    drawn_.resize(static_cast<size_t>(active_.count()));
    if (static_cast<size_t>(t) < request_.prompt.size()) {
      std::fill(drawn_.begin(), drawn_.end(), DrawnToken{request_.prompt[t], 0.0f});
      return;
    }
    uniforms_.resize(drawn_.size());
    for (int64_t i = 0; i < active_.count(); ++i) {
      const auto row = request_.first_row + static_cast<uint64_t>(active_.row(i));
      uniforms_[i] = request_.stream.uniform(row, static_cast<uint32_t>(t));
    }
    drawer_.draw(active_.hidden(), 1, uniforms_, drawn_.data());
  }

  void store(int64_t i, int32_t t) {
    const int64_t row = active_.row(i);
    const int64_t at = row * request_.length + t;
    samples_.tokens.tokens[at] = drawn_[i].token;
    samples_.tokens.lengths[row] = t + 1;
    samples_.log_probabilities[at] = drawn_[i].log_probability;
    active_.set_next(i, drawn_[i].token == specials_.eos ? -1 : drawn_[i].token);
  }

  const SpecialTokens& specials_;
  const SampleRequest& request_;
  Samples& samples_;
  ActiveRows active_;
  TokenDrawer drawer_;
  std::vector<double> uniforms_;
  std::vector<DrawnToken> drawn_;
};

}  // namespace

Samples CpuRollouts::sample(const SampleRequest& request) const {
  check_request(request, specials_, stepper_->vocabulary_size());
  check_states(request.initial_states, request.rows, stepper_->state_width());
  Samples samples;
  samples.tokens = TokenBatch::filled(request.rows, request.length, specials_.filler());
  samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
  parallel_for(request.rows, row_grain(*stepper_, request.rows), [&](int64_t begin, int64_t end) {
    ChunkSampler(*stepper_, specials_, request, samples).run(begin, end);
  });
  return samples;
}

}  // namespace lingan::engine
