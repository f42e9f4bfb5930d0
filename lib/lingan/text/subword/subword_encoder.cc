#include <lingan/text/subword/subword_encoder.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/text/subword/segmentation_margin.h>
#include <lingan/text/subword/word_key.h>

namespace lingan {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr size_t kLongestLine = std::numeric_limits<int32_t>::max() - 1;

/// Where the word that begins at `begin` ends.
size_t word_end(std::string_view text, size_t begin, WordBoundary boundary) {
  const auto skip_marks = [text](size_t at) {
    while (text.substr(at, kSpaceMarkBytes) == kSpaceMark) at += kSpaceMarkBytes;
    return at;
  };
  if (boundary == WordBoundary::kNone) return text.size();
  if (boundary == WordBoundary::kBeforeMark) begin = skip_marks(begin);
  const size_t mark = std::min(text.find(kSpaceMark, begin), text.size());
  return boundary == WordBoundary::kBeforeMark ? mark : skip_marks(mark);
}

}  // namespace

void SubwordEncoder::Text::append(const char* text, uint32_t size) {
  const size_t needed = size_t{size_} + size;
  if (needed > kLongestLine) throw InputError("a line of 2^31 bytes or more once it is normalized");
  if (needed > bytes_.size()) bytes_.resize(std::max(needed, 2 * bytes_.size()));
  std::copy_n(text, size, bytes_.data() + size_);
  size_ = static_cast<uint32_t>(needed);
}

SubwordEncoder::SubwordEncoder(const SubwordModel& model, SharedWords* words)
    : model_(model),
      normalizer_(model.normalization.view()),
      unigram_(std::get_if<UnigramTables>(&model.pieces)),
      segmenter_(model.pieces),
      shared_(words),
      alone_(normalizer_) {
  if (shared_ != nullptr) shared_->join();
  alone_.add_mark = false;
  alone_.remove_extra_spaces = false;
}

void SubwordEncoder::encode(std::string_view line, IdBuffer& ids) {
  if (line.size() > kLongestLine) throw InputError("a line of 2^31 bytes or more");
  const size_t before = ids.size();
  if (!encode_words(line, ids)) {
    ids.truncate(before);
    encode_normalized(line, ids);
  }
  const auto* pairs = std::get_if<BytePairTables>(&model_.pieces);
  if (pairs == nullptr || !pairs->has_forbidden()) return;
  const int32_t* const end = ids.data() + ids.size();
  if (std::find(ids.data() + before, end, BytePairTables::kForbiddenId) != end) {
    ids.truncate(before);
    throw InputError(
        "cannot encode a line: one of its characters is a control piece of the SentencePiece "
        "model");
  }
}

void SubwordEncoder::start_line(size_t bytes, const IdBuffer& ids) {
  line_begin_ = ids.size();
  reach_ = bytes <= kLongestCertain ? 0 : static_cast<double>(kInfinity);
  known_ids_ = ids.size();
  known_score_ = 0;
}

/// What is known of a word, by this thread or by another.
inline bool SubwordEncoder::find_word(const WordKey& key, EncodedWord& word) {
  if (cache_.find(key, word)) return true;
  if (shared_ == nullptr || !shared_->find(key, word)) return false;
  cache_.insert(key, word);
  return true;
}

void SubwordEncoder::remember_word(const WordKey& key, const EncodedWord& word) {
  cache_.insert(key, word);
  if (shared_ != nullptr) shared_->insert(key, word);
}

/// Appends a word from the cache; false if it is not certain at this place.
inline bool SubwordEncoder::add_cached(const EncodedWord& word, IdBuffer& ids) {
  reach_ += static_cast<double>(word.reach);
  if (reach_ > static_cast<double>(word.limit)) return false;
  int32_t* written = ids.reserve(WordCache::kMaxIds);
  for (uint32_t i = 0; i < word.count; ++i) written[i] = word.ids[i];
  ids.commit(word.count);
  return true;
}

/// Encodes a line whose words are normalized by themselves; false if it is another.
bool SubwordEncoder::encode_words(std::string_view line, IdBuffer& ids) {
  if (!model_.reads_raw_words) return false;
  start_line(line.size(), ids);
  const bool skips_spaces = normalizer_.remove_extra_spaces;
  bool has_mark = normalizer_.add_mark;
  for (size_t at = 0; at < line.size(); ++at) {
    size_t bytes = add_short_word(line, at, has_mark, ids);
    if (bytes == 0) bytes = add_word(line, at, has_mark, ids);
    if (bytes == std::string_view::npos) return false;
    if (bytes == 0) {
      if (!skips_spaces) return false;
      continue;
    }
    has_mark = true;
    at += bytes;
    if (at + 1 == line.size() && !skips_spaces) return false;
  }
  return true;
}

/// Appends the word at a place of a line, the way most words go.
/// @return its bytes; 0 if it is not a short one that the cache has and that is certain at this
/// place.
inline size_t SubwordEncoder::add_short_word(std::string_view line, size_t at, bool has_mark,
                                             IdBuffer& ids) {
  const ShortWord read = read_short_word(line, at);
  if (read.bytes == 8) return 0;
  WordKey key;
  key.parts[0] = read.part;
  key.set_tag(read.bytes, has_mark, true);
  EncodedWord word;
  if (!cache_.find_short(key, word)) return 0;
  const double reach = reach_ + static_cast<double>(word.reach);
  if (reach > static_cast<double>(word.limit)) return 0;
  reach_ = reach;
  constexpr size_t kMax = WordCache::kMaxShortIds;
  std::memcpy(ids.reserve(kMax), word.ids, kMax * sizeof(int32_t));
  ids.commit(word.count);
  return read.bytes;
}

/// @return the bytes of the word at a place of a line; 0 if it is a space, npos if the line cannot
/// be encoded word by word.
size_t SubwordEncoder::add_word(std::string_view line, size_t at, bool has_mark, IdBuffer& ids) {
  WordKey key;
  size_t bytes = read_word(line, at, key);
  if (bytes == 0) return 0;
  key.set_tag(bytes, has_mark, true);
  EncodedWord word;
  const bool is_known = bytes <= WordKey::kMaxBytes && find_word(key, word);
  if (is_known && add_cached(word, ids)) return bytes;
  if (bytes > WordKey::kMaxBytes) bytes = std::min(line.find(' ', at), line.size()) - at;
  return add_raw(line.substr(at, bytes), key, is_known, ids) ? bytes : std::string_view::npos;
}

/// Adds a word between spaces that the cache has not, or that is not certain at this place; false
/// if normalizing it makes or leaves spaces.
/// @param key  the word's, if it has so few bytes
bool SubwordEncoder::add_raw(std::string_view raw, const WordKey& key, bool is_known,
                             IdBuffer& ids) {
  if (!normalize_alone(raw, key.has_mark())) return false;
  const std::string_view word(word_.data(), word_.size());
  if (is_known) {
    add_exactly(word, ids);
  } else {
    add_unseen(word, raw.size() <= WordKey::kMaxBytes ? &key : nullptr, ids);
  }
  return true;
}

/// Normalizes a word as if it were the whole line, and puts a mark before it.
/// @return false if that writes nothing, or a mark of its own
bool SubwordEncoder::normalize_alone(std::string_view word, bool has_mark) {
  word_.clear();
  if (has_mark) word_.append(kSpaceMark, kSpaceMarkBytes);
  const uint32_t begin = word_.size();
  PieceNormalizer<Text>(alone_, word_).run(word.data(), static_cast<uint32_t>(word.size()));
  const std::string_view written(word_.data() + begin, word_.size() - begin);
  return !written.empty() && written.find(kSpaceMark) == std::string_view::npos;
}

void SubwordEncoder::encode_normalized(std::string_view line, IdBuffer& ids) {
  normalized_.clear();
  PieceNormalizer<Text>(normalizer_, normalized_)
      .run(line.data(), static_cast<uint32_t>(line.size()));
  const std::string_view text(normalized_.data(), normalized_.size());
  start_line(text.size(), ids);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = word_end(text, begin, model_.boundary);
    add_normalized(text.substr(begin, end - begin), ids);
    begin = end;
  }
}

void SubwordEncoder::add_normalized(std::string_view word, IdBuffer& ids) {
  std::string_view inner = word;
  if (model_.boundary == WordBoundary::kBeforeMark && word.starts_with(kSpaceMark)) {
    inner.remove_prefix(kSpaceMarkBytes);
  } else if (model_.boundary == WordBoundary::kAfterMark && word.ends_with(kSpaceMark)) {
    inner.remove_suffix(kSpaceMarkBytes);
  }
  if (inner.size() > WordKey::kMaxBytes) {
    add_unseen(word, nullptr, ids);
    return;
  }
  const WordKey key = key_of(inner, inner.size() < word.size());
  EncodedWord known;
  const bool is_known = find_word(key, known);
  if (is_known && add_cached(known, ids)) return;
  is_known ? add_exactly(word, ids) : add_unseen(word, &key, ids);
}

/// @param key  the word's, to remember it by; null for a word that is too long
void SubwordEncoder::add_unseen(std::string_view text, const WordKey* key, IdBuffer& ids) {
  const bool is_first = ids.size() == line_begin_;
  EncodedWord word;
  int32_t* written = ids.reserve(text.size());
  word.ids = written;
  word.count = segmenter_.segment(text, 0, word, written);
  if (key != nullptr && word.count <= WordCache::kMaxIds) remember_word(*key, word);
  reach_ += static_cast<double>(word.reach);
  if (unigram_ && !is_first && reach_ > static_cast<double>(word.limit)) {
    add_exactly(text, ids);
    return;
  }
  commit(written, word.count, ids);
  if (unigram_ && is_first) {
    known_score_ = segmenter_.score();
    known_ids_ = ids.size();
  }
}

/// Segments a word at its place in the line.
void SubwordEncoder::add_exactly(std::string_view text, IdBuffer& ids) {
  EncodedWord unneeded;
  int32_t* written = ids.reserve(text.size());
  if (unigram_ == nullptr) {
    commit(written, segmenter_.segment(text, 0, unneeded, written), ids);
    return;
  }
  const std::vector<double>& scores = unigram_->written_scores();
  for (size_t i = known_ids_; i < ids.size(); ++i) {
    known_score_ = static_cast<float>(static_cast<double>(known_score_) +
                                      scores[static_cast<size_t>(ids.data()[i])]);
  }
  commit(written, segmenter_.segment(text, known_score_, unneeded, written), ids);
  known_score_ = segmenter_.score();
  known_ids_ = ids.size();
}

/// Counts ids that were appended; a run of unknown text continues across words.
void SubwordEncoder::commit(int32_t* written, uint32_t count, IdBuffer& ids) const {
  const UnknownText& unknown = segmenter_.unknown();
  const bool goes_on = unknown.bytes == nullptr && ids.size() > line_begin_ &&
                       written[0] == unknown.id && written[-1] == unknown.id;
  if (goes_on) std::copy_n(written + 1, --count, written);
  ids.commit(count);
}

}  // namespace lingan
