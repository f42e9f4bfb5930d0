#include <string>
#include <vector>

#include <lingan/base/card.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/sacrebleu.h>
#include <lingan/metrics/signature.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/sacrebleu/tokenization.h>

namespace lingan::metrics {
namespace {

constexpr int kOrder = 4;

using Lines = std::vector<std::string>;

/// The tokenization that was asked for, or the usual one.
const SacrebleuTokenization& tokenization_of(const EvaluationCounts& counts) {
  const auto& texts = counts.sentences().texts;
  const bool are_tokens = !texts || has_token_lines(*texts);
  const std::string name = !counts.tokenize().empty() ? counts.tokenize()
                           : are_tokens               ? "none"
                                                      : "13a";
  const auto& tokenization =
      find_card(sacrebleu_tokenizations(), name, "tokenization of sacreBLEU");
  if (are_tokens && name != "none") {
    throw UsageError("tokenization " + name + " of sacreBLEU splits text; for tokens use none");
  }
  return tokenization;
}

SentenceList tokens_of(const Lines& lines, const SacrebleuTokenization& tokenization,
                       WordInterner& words) {
  SentenceList list;
  std::string buffer;
  for (const std::string& line : lines) {
    for (const auto token : split_as_sacrebleu(tokenization, line, buffer)) {
      list.ids.push_back(words.id(token));
    }
    list.offsets.push_back(list.tokens());
  }
  return list;
}

NgramMatches matches(EvaluationCounts& counts) {
  const EvaluationSentences& all = counts.sentences();
  const SacrebleuTokenization& tokenization = tokenization_of(counts);
  if (tokenization.name == "none") {
    return count_bleu(counts.protocol(), {all.hypotheses, *all.references, all.reference_sets},
                      kOrder);
  }
  WordInterner words;
  const SentenceList hypotheses = tokens_of(all.texts->hypotheses, tokenization, words);
  const SentenceList references = tokens_of(*all.texts->references, tokenization, words);
  return count_bleu(counts.protocol(), {hypotheses, references, all.reference_sets}, kOrder);
}

SegmentStatistics statistics(EvaluationCounts& counts) {
  return sacrebleu_statistics(matches(counts), kOrder);
}

double score(std::span<const double> sums) { return sacrebleu_of_sums(sums, {}).score; }
double score_of_floats(std::span<const float> sums) { return sacrebleu_of_sums(sums, {}).score; }

constexpr CorpusScore kScore{
    .statistics = statistics, .score = score, .score_of_floats = score_of_floats};

double value(EvaluationCounts& counts, int) {
  return value_of_sums(kScore, statistics(counts).sums());
}

/// What made the tokens, in sacreBLEU's word for it where it has one.
std::string tokens_name(const EvaluationCounts& counts) {
  const std::string name(tokenization_of(counts).name);
  const std::string& own = counts.sentences().tokenization;
  return name != "none" || own.empty() || own == "whitespace" ? name : own;
}

std::string signature(EvaluationCounts& counts) {
  return sacrebleu_signature(counts,
                             "case:mixed|eff:no|tok:" + tokens_name(counts) + "|smooth:exp");
}

}  // namespace

MetricCard sacrebleu_card() {
  return {.name = "sacrebleu",
          .summary = "corpus BLEU-4 with exponential smoothing, 0..100",
          .paper = "Post 2018; sacreBLEU 2.6.0",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kReferences,
          .value = value,
          .by_protocol = true,
          .by_tokenization = true,
          .reads_text = true,
          .corpus_score = &kScore,
          .signature = signature};
}

}  // namespace lingan::metrics
