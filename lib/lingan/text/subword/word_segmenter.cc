#include <lingan/text/subword/word_segmenter.h>

#include <limits>

#include <lingan/text/subword/segmentation_margin.h>

namespace lingan {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

}  // namespace

WordSegmenter::WordSegmenter(const PieceTables& pieces)
    : is_unigram_(std::holds_alternative<UnigramTables>(pieces)) {
  if (is_unigram_) {
    unigram_ = std::get<UnigramTables>(pieces).view();
    unknown_ = unigram_.unknown;
    return;
  }
  const auto& pairs = std::get<BytePairTables>(pieces);
  pairs_ = pairs.view();
  unknown_ = pairs_.unknown;
  if (pairs.has_unused()) splits_.resize(pairs.symbols());
}

uint32_t WordSegmenter::segment_unigram(std::string_view text, float score, EncodedWord& word,
                                        int32_t* ids) {
  const auto size = static_cast<uint32_t>(text.size());
  if (nodes_.size() <= size) nodes_.resize(size + 1);
  fill_lattice(unigram_, text.data(), size, score, nodes_.data());
  const SegmentationMargin margin = segmentation_margin(nodes_.data(), text, unknown_);
  word.reach = margin.reach;
  word.limit = margin.limit;
  score_ = nodes_[size].score;
  return write_path(unigram_, text.data(), size, nodes_.data(), ids);
}

uint32_t WordSegmenter::segment_pairs(std::string_view text, EncodedWord& word, int32_t* ids) {
  constexpr uint32_t kShort = 32;
  const auto size = static_cast<uint32_t>(text.size());
  if (symbols_.size() < size) symbols_.resize(size);
  uint32_t count = split_symbols(pairs_, text.data(), size, symbols_.data());
  if (count <= kShort) {
    count = merge_short(pairs_, symbols_.data(), count, splits_.data());
  } else {
    if (links_.size() < 2 * size_t{count}) links_.resize(2 * size_t{count});
    if (queue_.size() < 3 * size_t{count}) queue_.resize(3 * size_t{count});
    const MergeBuffers buffers{links_.data(), links_.data() + count, queue_.data()};
    count = merge_long(pairs_, symbols_.data(), count, buffers, splits_.data());
  }
  if (!splits_.empty() && stack_.size() < size) stack_.resize(size);
  const uint32_t written = write_symbols(pairs_, text.data(), symbols_.data(), count,
                                         splits_.data(), stack_.data(), ids);
  // A run of unknown text at its start may continue that of the word before.
  word.limit = unknown_.bytes == nullptr && ids[0] == unknown_.id ? -1 : kInfinity;
  return written;
}

}  // namespace lingan
