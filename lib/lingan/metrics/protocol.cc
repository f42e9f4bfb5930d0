#include <lingan/metrics/protocol.h>

#include <algorithm>
#include <numeric>
#include <string>

#include <lingan/base/error.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

SentenceList front(const SentenceList& sentences, int64_t count) {
  return slice(sentences, 0, count == 0 ? sentences.size() : std::min(count, sentences.size()));
}

ReferenceGroups line_by_line(const BleuSentences& sentences) {
  require_pairs(sentences.hypotheses.size(), sentences.references.size(), sentences.reference_sets);
  ReferenceGroups groups;
  groups.hypotheses.resize(static_cast<size_t>(sentences.hypotheses.size()));
  std::iota(groups.hypotheses.begin(), groups.hypotheses.end(), 0);
  for (int64_t set = 0; set < sentences.reference_sets; ++set) {
    groups.references.insert(groups.references.end(), groups.hypotheses.begin(),
                             groups.hypotheses.end());
  }
  return groups;
}

}  // namespace

Protocol exact_protocol_card() {
  return {.name = "exact",
          .summary = "all hypotheses against all references; Self-BLEU against all others",
          .paper = "the definitions: Papineni et al. 2002; Zhu et al. 2018, sec. 3"};
}

// utils/metrics/Bleu.py and SelfBleu.py in their fast modes.
Protocol texygen_protocol_card() {
  return {.name = "texygen",
          .summary = "BLEU against the first 500 references; Self-BLEU of the first 500",
          .paper = "Texygen, utils/metrics",
          .references = 500,
          .self_hypotheses = 500};
}

// metrics/bleu.py; the samples of its Self-BLEU are drawn apart from what they are compared
// with.
Protocol textgan_protocol_card() {
  return {.name = "textgan",
          .summary = "BLEU and Self-BLEU of the first 200 hypotheses, against all the rest",
          .paper = "TextGAN-PyTorch, metrics/bleu.py",
          .hypotheses = 200,
          .self_hypotheses = 200,
          .self_references = SelfReferences::kRest};
}

// utils/metrics/Bleu.py (100 lines) and SelfBleu.py (200 lines, not leaving the line itself
// out).
Protocol relgan_protocol_card() {
  return {.name = "relgan",
          .summary =
              "BLEU of the first 100; Self-BLEU of the first 200 against all, themselves included",
          .paper = "RelGAN, utils/metrics",
          .hypotheses = 100,
          .self_hypotheses = 200,
          .self_references = SelfReferences::kAll};
}

// eval_bleu.py; it has no Self-BLEU: ours measures the same 2000 sentences. Its tables came from an
// NLTK that cut off the orders without a match, so that BLEU-5 may be BLEU-4 and more.
Protocol leakgan_protocol_card() {
  return {.name = "leakgan",
          .summary =
              "the first 2000 hypotheses against 5000 references; orders without a match left "
              "out, as NLTK before 3.3 did",
          .paper = "LeakGAN, eval_bleu.py",
          .hypotheses = 2000,
          .references = 5000,
          .self_hypotheses = 2000,
          .smoothing = Smoothing::kCutOff};
}

Protocol paired_protocol_card() {
  return {.name = "paired",
          .summary = "line i of each file of references is a reference of hypothesis i",
          .paper = "machine translation: NLTK, sacreBLEU",
          .paired = true};
}

void require_pairs(int64_t hypotheses, int64_t references, int64_t reference_sets) {
  if (references == hypotheses * reference_sets) return;
  const std::string files =
      reference_sets == 1 ? "" : " in " + std::to_string(reference_sets) + " files";
  throw InputError("protocol paired: " + std::to_string(hypotheses) + " hypotheses but " +
                   std::to_string(references) + " references" + files +
                   "; they must have one line each");
}

NgramMatches count_bleu(const Protocol& protocol, const BleuSentences& sentences, int max_order) {
  const auto& [hypotheses, references, sets] = sentences;
  if (protocol.paired) {
    return match_ngrams(hypotheses, references, line_by_line(sentences), max_order);
  }
  return match_ngrams(front(hypotheses, protocol.hypotheses),
                      front(references, protocol.references), max_order);
}

NgramMatches count_backward_bleu(const Protocol& protocol, const BleuSentences& sentences,
                                 int max_order) {
  const auto& [hypotheses, references, sets] = sentences;
  if (protocol.paired) {
    const ReferenceGroups groups = line_by_line(sentences);
    return match_ngrams(references, hypotheses, {groups.references, groups.hypotheses}, max_order);
  }
  return match_ngrams(front(references, protocol.references),
                      front(hypotheses, protocol.hypotheses), max_order);
}

int64_t references_of_each(const Protocol& protocol, const BleuSentences& sentences) {
  if (protocol.paired) return sentences.reference_sets;
  const int64_t all = sentences.references.size();
  return protocol.references == 0 ? all : std::min(protocol.references, all);
}

NgramMatches count_self_bleu(const Protocol& protocol, const SentenceList& sentences,
                             int max_order) {
  const SentenceList measured = front(sentences, protocol.self_hypotheses);
  if (sentences.size() < 2) throw NoValue("Self-BLEU needs at least two sentences");
  if (sentences.tokens() == 0) throw NoValue("there is no sentence with a word to compare");
  switch (protocol.self_references) {
    case SelfReferences::kOthers:
      return match_others(measured, max_order);
    case SelfReferences::kAll:
      return match_ngrams(measured, sentences, max_order);
    case SelfReferences::kRest:
      break;
  }
  if (measured.size() == sentences.size()) {
    throw NoValue("Self-BLEU of protocol " + std::string(protocol.name) + " needs more than " +
                  std::to_string(protocol.self_hypotheses) + " sentences, there are " +
                  std::to_string(sentences.size()));
  }
  return match_ngrams(measured, slice(sentences, measured.size(), sentences.size()), max_order);
}

}  // namespace lingan::metrics
