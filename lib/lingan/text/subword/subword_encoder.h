/// SentencePiece's encoding at speed: word by word, from a cache where it can be proved that this
/// gives the ids that encoding the whole line gives.
///
/// Where no piece reaches across the space between words (find_word_boundary) a line's best
/// segmentation is that of its words. Under BPE that is all. A unigram model adds scores up in
/// float32 from the start of the line, so rounding depends on the words before, and could turn a
/// near tie inside a word. Let d be a word's characters and A the largest absolute sum in the line
/// up to the word's end. Each sum inside the word is then within (d + 1) A 2^-24 of its exact
/// value, so that a choice with a margin above (4 d + 8) A 2^-24, measured from the word's start,
/// is the same after any words. A word has a `limit`, the largest A for which all choices on its
/// best path have that margin, and a `reach`, its own largest absolute sum. Where the reaches so
/// far exceed the limit, the sum at the word's start is added up again from the ids before it, in
/// the line's own order, and the word is segmented from there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/text/subword/id_buffer.h>
#include <lingan/text/subword/shared_words.h>
#include <lingan/text/subword/subword_model.h>
#include <lingan/text/subword/word_cache.h>
#include <lingan/text/subword/word_segmenter.h>

namespace lingan {

/// Encodes lines with one model, for one thread: it keeps the cache and buffers.
class SubwordEncoder {
 public:
  /// @param words  null, or what the encoders of this model share.
  /// Both are used by encode alone: an encoder may be destroyed after them.
  explicit SubwordEncoder(const SubwordModel& model, SharedWords* words = nullptr);

  /// Appends the ids of a line.
  /// @throws InputError if the line has a character that is one of the model's control pieces
  /// (BPE), or 2^31 bytes or more once it is normalized.
  void encode(std::string_view line, IdBuffer& ids);

 private:
  /// A normalized text that grows.
  class Text {
   public:
    void clear() { size_ = 0; }
    void append(const char* text, uint32_t size);
    void truncate(uint32_t size) { size_ = size; }
    uint32_t size() const { return size_; }
    const char* data() const { return bytes_.data(); }

   private:
    std::vector<char> bytes_;
    uint32_t size_ = 0;
  };

  void start_line(size_t bytes, const IdBuffer& ids);
  bool encode_words(std::string_view line, IdBuffer& ids);
  size_t add_short_word(std::string_view line, size_t at, bool has_mark, IdBuffer& ids);
  size_t add_word(std::string_view line, size_t at, bool has_mark, IdBuffer& ids);
  bool add_raw(std::string_view raw, const WordKey& key, bool is_known, IdBuffer& ids);
  bool normalize_alone(std::string_view word, bool has_mark);
  void encode_normalized(std::string_view line, IdBuffer& ids);
  bool find_word(const WordKey& key, EncodedWord& word);
  void remember_word(const WordKey& key, const EncodedWord& word);
  bool add_cached(const EncodedWord& word, IdBuffer& ids);
  void add_normalized(std::string_view word, IdBuffer& ids);
  void add_unseen(std::string_view text, const WordKey* key, IdBuffer& ids);
  void add_exactly(std::string_view text, IdBuffer& ids);
  void commit(int32_t* written, uint32_t count, IdBuffer& ids) const;

  const SubwordModel& model_;
  const PieceNormalizerView normalizer_;
  const UnigramTables* unigram_;  ///< null: the model is BPE
  WordSegmenter segmenter_;
  WordCache cache_;
  SharedWords* shared_;
  Text normalized_;
  PieceNormalizerView alone_;  ///< for a word by itself: spaces are kept, no mark is added
  Text word_;

  // The line so far.
  size_t line_begin_ = 0;  ///< where its ids begin
  double reach_ = 0;       ///< sum of the words' reaches: bounds all sums of scores
  size_t known_ids_ = 0;   ///< up to which of the ids the sum of scores is known
  float known_score_ = 0;  ///< that sum
};

}  // namespace lingan
