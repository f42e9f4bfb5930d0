/// A baseline that only the test of variants knows.
#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/baseline_cards.h>

namespace lingan {

BaselineCard toy_baseline_card() {
  return {.name = "toy", .summary = "a baseline to play with", .paper = "none"};
}

std::unique_ptr<Baseline> make_toy_baseline(double decay) {
  return make_baseline("batch-mean", decay);
}

}  // namespace lingan
