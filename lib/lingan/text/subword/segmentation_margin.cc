#include <lingan/text/subword/segmentation_margin.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lingan {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Whether each id that is written for a path stands for one step of it, so that the path's score
/// can be had from the ids.
bool ids_tell_score(const UnknownText& unknown, const LatticeNode* nodes, size_t size) {
  if (unknown.bytes != nullptr) return true;
  bool previous = false;
  for (auto end = static_cast<int32_t>(size); end > 0;) {
    const LatticeNode& node = nodes[end];
    const bool is_unknown = node.id == unknown.id;
    // At a word's start it could continue that of the word before.
    if (is_unknown && (previous || node.start == 0)) return false;
    previous = is_unknown;
    end = node.start;
  }
  return true;
}

/// The smallest margin of the choices on the best path.
float path_margin(const LatticeNode* nodes, size_t size) {
  float margin = kInfinity;
  for (auto end = static_cast<int32_t>(size); end > 0;) {
    const LatticeNode& node = nodes[end];
    margin = std::min(margin, node.score - node.runner_up);
    end = node.start;
  }
  return margin;
}

float largest_score(const LatticeNode* nodes, size_t size) {
  float largest = 0;
  for (size_t i = 0; i <= size; ++i) {
    if (nodes[i].start >= 0) largest = std::max(largest, std::abs(nodes[i].score));
  }
  return largest;
}

size_t count_characters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_utf8_trail(byte); }));
}

/// The largest absolute sum of a line for which a word's best path is certain; -1: none.
float score_limit(const LatticeNode* nodes, std::string_view text, float reach) {
  constexpr float kLargestReach = 1e30f;  // far from overflow
  if (!(reach < kLargestReach)) return -1;
  const float margin = path_margin(nodes, text.size());
  const auto choices = static_cast<float>(4 * count_characters(text) + 8);
  // In lines up to kLongestCertain sums are at most 4/3 of the sum of reaches.
  return margin * 0x1p24f / (1.5f * choices);
}

}  // namespace

SegmentationMargin segmentation_margin(const LatticeNode* nodes, std::string_view text,
                                       const UnknownText& unknown) {
  SegmentationMargin margin;
  margin.reach = largest_score(nodes, text.size());
  if (ids_tell_score(unknown, nodes, text.size())) {
    margin.limit = score_limit(nodes, text, margin.reach);
  }
  return margin;
}

}  // namespace lingan
