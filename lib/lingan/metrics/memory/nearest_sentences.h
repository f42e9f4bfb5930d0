/// The nearest of many sentences by edit distance, exactly.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/memory/token_signature.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// An index over sentences. A search bounds the distances to all of them from below by their
/// signatures, then computes distances from the smallest bound on, until the nearest so far is no
/// farther than the next bound: no sentence that is left out can be nearer.
class NearestSentences {
 public:
  /// Memory: 25 bytes a sentence, 4 bytes a token, and 4 bytes for each id up to the largest.
  /// @throws UsageError if there is no sentence.
  explicit NearestSentences(const SentenceList& sentences);

  /// [queries]: tokens that must be inserted, left out or replaced to turn each into the nearest of
  /// the sentences (Levenshtein distance). Threads share the queries.
  std::vector<int32_t> distances(const SentenceList& queries) const;

 private:
  struct Block {
    int64_t begin, end;  // sentences, all of one length
    int32_t length;
  };
  class Search;

  void number_tokens(const SentenceList& sentences);
  void sort_by_length(const SentenceList& sentences);
  void make_signatures();
  SentenceList numbered(const SentenceList& sentences) const;
  SignatureBlock signatures(const Block& block) const;

  std::vector<int32_t> numbers_;  // [ids]: 1, 2, ... by falling frequency; 0: in no sentence
  int32_t vocabulary_ = 1;        // numbers
  SentenceList sentences_;        // of numbers, by rising length
  std::vector<Block> blocks_;
  std::vector<uint64_t> first_, second_;  // [sentences]: words of the signatures
  std::vector<uint8_t> bits_;             // [sentences]: set in them
};

/// Mean over the hypotheses of the edit distance to the nearest training sentence, in tokens, >= 0;
/// higher is less memorized. Real held-out text has near neighbours, too, and long sentences have
/// farther ones: compare. Agrees exactly with rapidfuzz's Levenshtein distance over lists of
/// tokens.
/// @throws UsageError if there is no hypothesis or no training sentence.
double nearest_training_distance(const SentenceList& hypotheses, const SentenceList& training);

}  // namespace lingan::metrics
