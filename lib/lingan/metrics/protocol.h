/// Protocols: which sentences a published BLEU or Self-BLEU compares with which.
///
/// Numbers of different protocols cannot be compared: fewer references mean a lower BLEU.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/metrics/bleu_smoothing.h>
#include <lingan/metrics/ngram_matches.h>

namespace lingan::metrics {

/// What Self-BLEU compares a sentence with.
enum class SelfReferences {
  kOthers,  ///< all other sentences among the measured ones (leave-one-out)
  kRest,    ///< the sentences after the measured ones
  kAll,     ///< all sentences, itself included: near 1 for long n-grams
};

/// One protocol. Numbers of sentences are taken from the front of a file; 0 means all.
struct Protocol {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;       ///< or whose program does this
  int64_t hypotheses = 0;       ///< BLEU: so many hypotheses
  int64_t references = 0;       ///< BLEU: so many references
  int64_t self_hypotheses = 0;  ///< Self-BLEU: so many sentences are measured
  SelfReferences self_references = SelfReferences::kOthers;
  Smoothing smoothing = Smoothing::kEpsilon;  ///< unless the user names another
  bool paired = false;  ///< BLEU: line i of the references belongs to hypothesis i alone
};

/// All protocols: those of protocols.def, `exact` first.
std::span<const Protocol> protocols();

/// What BLEU compares.
struct BleuSentences {
  const SentenceList& hypotheses;
  const SentenceList& references;  ///< under a paired protocol `sets` lists of the hypotheses' size
  int64_t reference_sets = 1;      ///< of a paired protocol
};

/// @throws InputError unless there is a reference in every set for every hypothesis.
void require_pairs(int64_t hypotheses, int64_t references, int64_t reference_sets);

/// Counts for BLEU under a protocol.
/// @throws InputError if the protocol is paired and the numbers of sentences differ.
NgramMatches count_bleu(const Protocol& protocol, const BleuSentences& sentences, int max_order);

/// How many references each hypothesis is compared with.
int64_t references_of_each(const Protocol& protocol, const BleuSentences& sentences);

/// Counts for backward BLEU under a protocol: of the same sentences, each reference against the
/// hypotheses.  @throws as count_bleu.
NgramMatches count_backward_bleu(const Protocol& protocol, const BleuSentences& sentences,
                                 int max_order);

/// Counts for Self-BLEU under a protocol.  @throws UsageError if there are too few sentences.
NgramMatches count_self_bleu(const Protocol& protocol, const SentenceList& sentences,
                             int max_order);

}  // namespace lingan::metrics
