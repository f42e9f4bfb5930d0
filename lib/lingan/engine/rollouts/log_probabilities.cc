#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/rollout.h>
#include <lingan/engine/rollouts/row_chunks.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {

RolloutEngine::RolloutEngine(const Stepper& stepper, SpecialTokens specials)
    : stepper_(stepper), specials_(specials) {
  const int32_t bos[] = {specials.bos};
  check_tokens(bos, stepper.vocabulary_size(), "bos");
}

namespace {

/// Scores rows [begin, end): the active rows are those that have a token at the position.
void score_chunk(const Stepper& stepper, const TokenBatch& sentences, ActiveRows active,
                 float* scores) {
  TokenDrawer drawer(stepper.output(), SamplingOptions{});
  std::vector<int32_t> targets;
  std::vector<float> found;
  for (int32_t t = 0; t < sentences.width; ++t) {
    for (int64_t i = 0; i < active.count(); ++i) {
      if (sentences.lengths[active.row(i)] <= t) active.set_next(i, -1);
    }
    active.drop_ended();
    if (active.empty()) return;
    active.advance();
    targets.resize(static_cast<size_t>(active.count()));
    found.resize(targets.size());
    for (int64_t i = 0; i < active.count(); ++i) {
      targets[i] = sentences.tokens[active.row(i) * sentences.width + t];
      active.set_next(i, targets[i]);
    }
    drawer.score(active.hidden(), targets, found.data());
    for (int64_t i = 0; i < active.count(); ++i) {
      scores[active.row(i) * sentences.width + t] = found[i];
    }
  }
}

}  // namespace

std::vector<float> RolloutEngine::score(const TokenBatch& sentences) const {
  check_batch(sentences, stepper_.vocabulary_size());
  if (const DeviceRollouts* device = stepper_.device()) return device->score(sentences, specials_);
  std::vector<float> scores(sentences.tokens.size(), 0.0f);
  const int64_t grain = row_grain(stepper_, sentences.rows);
  parallel_for(sentences.rows, grain, [&](int64_t begin, int64_t end) {
    ActiveRows active(stepper_);
    active.add_initial(begin, end - begin, specials_.bos);
    score_chunk(stepper_, sentences, std::move(active), scores.data());
  });
  return scores;
}

}  // namespace lingan::engine
