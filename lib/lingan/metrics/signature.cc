#include <lingan/metrics/signature.h>

#include <string_view>

#include <fmt/format.h>

namespace lingan::metrics {
namespace {

std::string smoothing_name(Smoothing smoothing) {
  return smoothing == Smoothing::kCutOff ? "cut-off" : std::to_string(static_cast<int>(smoothing));
}

/// `key:value|`. What a user named may have any bytes: those that would part fields or lines are
/// written as `%XX`.
std::string field(std::string_view key, std::string_view value) {
  std::string text = std::string(key) + ":";
  for (const char letter : value) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool parts = letter == '|' || letter == '%' || byte < 0x20 || byte == 0x7F;
    text += parts ? fmt::format("%{:02X}", byte) : std::string(1, letter);
  }
  return text + "|";
}

std::string size_of(std::string_view key, int64_t size) { return field(key, std::to_string(size)); }

/// What is compared.
std::string subjects_of(const VectorPair& vectors) {
  return size_of("hyps", vectors.hypotheses.size()) + size_of("refs", vectors.references.size()) +
         (vectors.encoder.empty() ? field("vectors", "files") : field("encoder", vectors.encoder));
}

std::string subjects_of(const EvaluationSentences& sentences, Needs needs) {
  std::string text = size_of("hyps", sentences.hypotheses.size());
  if (needs == Needs::kReferences) text += size_of("refs", sentences.references->size());
  if (needs == Needs::kTraining) text += size_of("train", sentences.training->size());
  return text;
}

}  // namespace

std::string signature_of(const MetricName& metric, EvaluationCounts& counts) {
  const MetricCard& card = *metric.card;
  if (card.signature) return card.signature(counts);
  const EvaluationSentences& sentences = counts.sentences();
  const bool of_vectors = card.needs == Needs::kVectors;
  std::string text =
      of_vectors ? subjects_of(counts.vectors()) : subjects_of(sentences, card.needs);
  if (card.by_protocol) text += field("protocol", counts.protocol().name);
  const bool is_split = !sentences.tokenization.empty() && !(of_vectors && sentences.vectors);
  if (is_split) text += field("tok", sentences.tokenization);
  if (of_vectors) text += size_of("width", counts.vectors().hypotheses.width);
  if (card.smoothed) text += field("smooth", smoothing_name(counts.smoothing()));
  if (metric.order > 0) text += size_of("order", metric.order);
  if (card.settings) text += card.settings(counts);
  return text + "version:lingan-" LINGAN_VERSION;
}

std::string model_signature(const MetricCard& card, const ScoredSentences& sentences) {
  std::string text = size_of(card.measures_real ? "refs" : "hyps", sentences.count) +
                     field("tok", sentences.tokenization);
  if (card.padded) text += size_of("pad-to", sentences.padded_to);
  return text + "version:lingan-" LINGAN_VERSION;
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
  std::string text = size_of("nrefs", references) + settings + "|";
  if (!counts.protocol().paired) {
    text +=
        size_of("hyps", sentences.hypotheses.size()) + field("protocol", counts.protocol().name);
  }
  return text + "version:2.6.0";
}

}  // namespace lingan::metrics
