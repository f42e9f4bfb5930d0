#include <lingan/metrics/signature.h>

namespace lingan::metrics {
namespace {

std::string smoothing_name(Smoothing smoothing) {
  return smoothing == Smoothing::kCutOff ? "cut-off" : std::to_string(static_cast<int>(smoothing));
}

std::string size_of(const char* key, const SentenceList& sentences) {
  return std::string(key) + ":" + std::to_string(sentences.size()) + "|";
}

}  // namespace

std::string signature_of(const MetricName& metric, EvaluationCounts& counts) {
  const MetricCard& card = *metric.card;
  if (card.signature) return card.signature(counts);
  const EvaluationSentences& sentences = counts.sentences();
  if (card.needs == Needs::kVectors) {
    const VectorPair& vectors = counts.vectors();
    const std::string learnt =
        sentences.vectors ? "" : "|encoder:lstm-of-refs|tok:" + sentences.tokenization;
    return "hyps:" + std::to_string(vectors.hypotheses.size()) +
           "|refs:" + std::to_string(vectors.references.size()) + learnt +
           "|width:" + std::to_string(vectors.hypotheses.width) + "|version:lingan-" LINGAN_VERSION;
  }
  std::string text = size_of("hyps", sentences.hypotheses);
  if (card.needs == Needs::kReferences) text += size_of("refs", *sentences.references);
  if (card.needs == Needs::kTraining) text += size_of("train", *sentences.training);
  if (card.by_protocol) text += "protocol:" + std::string(counts.protocol().name) + "|";
  if (!sentences.tokenization.empty()) text += "tok:" + sentences.tokenization + "|";
  if (card.smoothed) text += "smooth:" + smoothing_name(counts.smoothing()) + "|";
  if (metric.order > 0) text += "order:" + std::to_string(metric.order) + "|";
  return text + "version:lingan-" LINGAN_VERSION;
}

std::string model_signature(const MetricCard& card, int64_t sentences) {
  return (card.scores_real ? "refs:" : "hyps:") + std::to_string(sentences) +
         "|version:lingan-" LINGAN_VERSION;
}

std::string divergence_signature(int64_t sentences, const std::string& truth, int32_t length) {
  const std::string number = std::to_string(sentences);
  return "hyps:" + number + "|refs:" + number + "|truth:" + truth +
         "|length:" + std::to_string(length) + "|version:lingan-" LINGAN_VERSION;
}

std::string sacrebleu_signature(const EvaluationCounts& counts, const std::string& settings) {
  const EvaluationSentences& sentences = counts.sentences();
  const int64_t references = references_of_each(
      counts.protocol(), {sentences.hypotheses, *sentences.references, sentences.reference_sets});
  return "nrefs:" + std::to_string(references) + "|" + settings + "|version:2.6.0";
}

}  // namespace lingan::metrics
