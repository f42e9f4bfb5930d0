#include <lingan/gan/training/strategy_figures.h>

#include <algorithm>

#include <lingan/gan/training/judgement_figures.h>

namespace lingan {

std::map<std::string, double> strategy_figures(const TrainingState& state, int64_t step) {
  const int64_t count = std::min(kJudgedSentences, state.data.validation.rows);
  if (count == 0) return {};
  const Sentences held_out = to_sentences(spread_rows(state.data.validation, count));
  StepContext context = state.context(held_out, step);
  return state.players.strategy->held_out_figures(context);
}

}  // namespace lingan
