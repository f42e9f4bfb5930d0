#include "tools/dominance_text.h"

#include <gtest/gtest.h>

#include "tests/tools/verdict_runs.h"

namespace lingan::tools::dominance_text_test {
namespace {

using testing::measured;
using testing::runs_with_gains;

TEST(DominanceText, SaysWhereARecipeIsAboveAndBelow) {
  auto runs = runs_with_gains("seqgan", {.01, .02});
  for (ComparedRun& run : runs) {  // above the line from .3 at .3 to .6 at .5, then below
    if (run.role != RunRole::kTrained) continue;
    run.frontier = {measured(.8, .5, .5, 10), measured(1, .4, .3, 10)};
  }
  EXPECT_EQ(dominance_text(verdict_of(runs)),
            "where the recipe's whole frontier lies above or below the other's with every seed:\n"
            "seqgan and its control, bleu-4 over self-bleu-4: above 0.3000..0.3900, below "
            "0.4100..0.5000\n"
            "seqgan and its start, bleu-4 over self-bleu-4: above 0.3000..0.3900, below "
            "0.4100..0.5000\n");
}

TEST(DominanceText, SaysThatThereIsNothingInCommon) {
  EXPECT_EQ(dominance_text(verdict_of(runs_with_gains("seqgan", {.01}))),
            "where the recipe's whole frontier lies above or below the other's with every seed:\n"
            "seqgan and its control, bleu-4 over self-bleu-4: no diversity in common\n"
            "seqgan and its start, bleu-4 over self-bleu-4: no diversity in common\n");
  EXPECT_EQ(dominance_text(verdict_of({})), "");
}

}  // namespace
}  // namespace lingan::tools::dominance_text_test
