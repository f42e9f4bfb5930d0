/// Sentences that programs of others show their metrics on: NLTK's BLEU and MS-Jaccard's README.
#pragma once

#include "tests/metrics/words.h"

namespace lingan::testing {

struct GuideSentences {
  WordIds ids;
  metrics::SentenceList references = ids.list(
      {split("It is a guide to action that ensures that the military will forever heed Party "
             "commands"),
       split("It is the guiding principle which guarantees the military forces always being under "
             "the command of the Party"),
       split("It is the practical guide for the army always to heed the directions of the party")});
  metrics::SentenceList hypotheses =
      ids.list({split("It is a guide to action which ensures that the military always obeys the "
                      "commands of the party"),
                split("he read the book because he was interested in world history")});
};

}  // namespace lingan::testing
