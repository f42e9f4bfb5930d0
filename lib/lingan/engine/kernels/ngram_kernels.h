/// Clipped n-gram matches by hash tables with exact keys: whole numbers, so that the order in which
/// threads arrive does not matter.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// An open-addressing table of 64-bit keys; a key's slot is its number.
struct KeyTable {
  static constexpr unsigned long long kEmpty = ~0ull;

  unsigned long long* keys;  ///< [mask + 1], kEmpty before
  uint64_t mask;             ///< a power of two, less one; there are fewer keys than half of it

  LINGAN_HD int64_t insert(uint64_t key) const {
    uint64_t slot = key;
    slot = (slot ^ slot >> 31) * 0x7FB5D329728EA185u;
    slot = (slot ^ slot >> 27) * 0x81DADEF4BC2DD44Du;
    slot = (slot ^ slot >> 33) & mask;
    for (;; slot = (slot + 1) & mask) {
      const unsigned long long before = exchange_if(&keys[slot], kEmpty, key);
      if (before == kEmpty || before == key) return static_cast<int64_t>(slot);
    }
  }
};

/// Sentences packed without padding.
struct PackedSentences {
  const int32_t* tokens;
  const int64_t* offsets;  ///< [count + 1]
  const int32_t* groups;   ///< null, or [count]
  int64_t count;
};

/// Notes the sentence of every token: a piece is one sentence.
struct TokenSentencesKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PackedSentences sentences;
  int32_t* sentence_of;  ///< [tokens], written

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t sentence) const {
    for (int64_t at = sentences.offsets[sentence]; at < sentences.offsets[sentence + 1]; ++at) {
      sentence_of[at] = static_cast<int32_t>(sentence);
    }
  }
};

/// Counts the n-grams of each sentence, given the numbers of the (n-1)-grams: a piece is one token.
struct CountNgramsKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PackedSentences sentences;
  const int32_t* sentence_of;
  const int32_t* shorter;  ///< [tokens]: numbers of the (n-1)-grams that begin there
  int32_t* numbers;        ///< [tokens]: those of the n-grams, written
  KeyTable ngrams;
  KeyTable pairs;   ///< of an n-gram's number and a sentence
  int32_t* counts;  ///< [pairs.mask + 1], zeros before
  int32_t order;    ///< n

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t at) const {
    const int32_t sentence = sentence_of[at];
    if (at + order > sentences.offsets[sentence + 1]) return;
    const uint64_t high = order == 1 ? group(sentence) : static_cast<uint32_t>(shorter[at]);
    const auto low = static_cast<uint32_t>(order == 1 ? sentences.tokens[at] : shorter[at + 1]);
    const int64_t ngram = ngrams.insert(high << 32 | low);
    numbers[at] = static_cast<int32_t>(ngram);
    const int64_t pair =
        pairs.insert(static_cast<uint64_t>(ngram) << 32 | static_cast<uint32_t>(sentence));
    add_atomically(&counts[pair], 1);
  }

 private:
  LINGAN_HD uint64_t group(int32_t sentence) const {
    return sentences.groups != nullptr ? static_cast<uint32_t>(sentences.groups[sentence]) : 0;
  }
};

/// What every pair of an n-gram and a sentence is compared with: a piece is one slot of the pairs.
struct PairView {
  KeyTable pairs;
  const int32_t* counts;  ///< [pairs.mask + 1]
  int64_t hypotheses;

  LINGAN_HD bool is_used(int64_t slot) const { return pairs.keys[slot] != KeyTable::kEmpty; }
  LINGAN_HD int64_t ngram(int64_t slot) const {
    return static_cast<int64_t>(pairs.keys[slot] >> 32);
  }
  LINGAN_HD int64_t sentence(int64_t slot) const {
    return static_cast<int64_t>(pairs.keys[slot] & 0xFFFFFFFFu);
  }
};

/// The most that one reference has of each n-gram.
struct ReferenceMaximaKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PairView view;
  int32_t* maxima;  ///< [n-grams], zeros before

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t slot) const {
    if (!view.is_used(slot) || view.sentence(slot) < view.hypotheses) return;
    raise_to(&maxima[view.ngram(slot)], view.counts[slot]);
  }
};

/// The sentence that has an n-gram most often and how often: count in the high half, sentence low.
struct OwnersKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PairView view;
  unsigned long long* owners;  ///< [n-grams], zeros before

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t slot) const {
    if (!view.is_used(slot)) return;
    const auto count = static_cast<unsigned long long>(view.counts[slot]);
    raise_to(&owners[view.ngram(slot)],
             count << 32 | static_cast<unsigned long long>(view.sentence(slot)));
  }
};

/// The most that a sentence other than the owner has of each n-gram.
struct SecondMaximaKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PairView view;
  const unsigned long long* owners;
  int32_t* maxima;  ///< [n-grams], zeros before

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t slot) const {
    if (!view.is_used(slot)) return;
    const int64_t ngram = view.ngram(slot);
    if (static_cast<int64_t>(owners[ngram] & 0xFFFFFFFFu) == view.sentence(slot)) return;
    raise_to(&maxima[ngram], view.counts[slot]);
  }
};

/// Adds up what each hypothesis is credited with.
struct SumMatchesKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  PairView view;
  const int32_t* maxima;             ///< of the references, or of all but the owner
  const unsigned long long* owners;  ///< null against references
  int32_t* matches;                  ///< [hypotheses, max_order], zeros before
  int64_t max_order;
  int64_t order;  ///< n

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t slot) const {
    if (!view.is_used(slot) || view.sentence(slot) >= view.hypotheses) return;
    const int64_t ngram = view.ngram(slot), sentence = view.sentence(slot);
    int32_t maximum = maxima[ngram];
    if (owners != nullptr && static_cast<int64_t>(owners[ngram] & 0xFFFFFFFFu) != sentence) {
      maximum = static_cast<int32_t>(owners[ngram] >> 32);
    }
    const int32_t credit = view.counts[slot] < maximum ? view.counts[slot] : maximum;
    if (credit > 0) add_atomically(&matches[sentence * max_order + order - 1], credit);
  }
};

}  // namespace lingan::engine
