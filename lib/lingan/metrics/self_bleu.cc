#include <lingan/metrics/self_bleu.h>

#include <lingan/base/error.h>

namespace lingan::metrics {

double self_bleu(const SentenceList& sentences, const BleuOptions& options) {
  if (sentences.size() < 2) throw UsageError("Self-BLEU needs at least two sentences");
  return mean_sentence_bleu(match_others(sentences, counts_needed(options)), options);
}

}  // namespace lingan::metrics
