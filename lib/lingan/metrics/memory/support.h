/// How many different sentences a generator has, by the birthday paradox.
///
/// Two of s sentences that are drawn independently are equal with probability sum p^2, so C equal
/// pairs among the s(s-1)/2 say that 1 / sum p^2 is about s(s-1) / (2 C). That is the size of the
/// support where all sentences are as likely, and less where they are not: a lower estimate, of the
/// sentences that a generator mostly says.
/// Source: Arora et al. 2018, "Do GANs learn the distribution? Some theory and empirics"
/// (ICLR), whose test is that a sample of s with an equal pair speaks for a support near s^2.
#pragma once

#include <cstdint>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Pairs and triples of equal sentences in a sample.
struct Collisions {
  int64_t sentences = 0;
  double pairs = 0;
  double triples = 0;
};

Collisions count_collisions(const SentenceList& sentences);

/// An estimate of the size of the support, in sentences, and its 95 % confidence interval.
struct Support {
  double low = 0;       ///< finite without a pair, too
  double estimate = 0;  ///< infinite without a pair, as is `high`
  double high = 0;
};

/// The interval takes the pairs to be Poisson distributed, exactly (Garwood 1936), in units of the
/// pairs' variance over their mean, which is more than 1 where few sentences are drawn again and
/// again; the variance is that of the number of pairs, from pairs and triples.
/// @throws UsageError if there are fewer than 2 sentences.
Support estimate_support(const Collisions& collisions);

}  // namespace lingan::metrics
