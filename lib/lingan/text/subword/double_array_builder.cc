#include <lingan/text/subword/double_array_builder.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>

#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr uint32_t kBlock = 256;
/// Blocks that new children may go to. Older ones are left as they are, so that the time stays
/// proportional to the keys.
constexpr size_t kOpenBlocks = 16;
/// How often a node's children may not fit into a block before it is closed.
constexpr int kMaxFailures = 64;
/// No byte leads to such a unit.
constexpr uint32_t kFree = kDoubleArrayLeaf;

/// 256 units that children of nodes are placed in.
struct OpenBlock {
  uint32_t begin = 0;
  std::bitset<kBlock> used;        ///< units with a node or a value
  std::bitset<kBlock> used_bases;  ///< places from which some node counts its children
  int failures = 0;
};

/// A node whose children are not placed yet: keys[begin, end) go through it.
struct OpenNode {
  uint32_t unit;
  size_t begin;
  size_t end;
  size_t depth;
};

class Builder {
 public:
  explicit Builder(const TrieEntries& entries) : entries_(entries) {
    open_block();
    // The root. No node counts from place 0, or a NUL byte would lead from it to the root.
    blocks_.front().used.set(0);
    blocks_.front().used_bases.set(0);
    units_[0] = 0;
  }

  std::vector<uint32_t> build() {
    std::vector<OpenNode> nodes{{0, 0, entries_.size(), 0}};
    while (!nodes.empty()) {
      const OpenNode node = nodes.back();
      nodes.pop_back();
      place_children(node, nodes);
    }
    return std::move(units_);
  }

 private:
  /// The byte after a node in a key; 0 at its end.
  uint8_t label(size_t key, size_t depth) const {
    const std::string& text = entries_[key].first;
    return depth < text.size() ? static_cast<uint8_t>(text[depth]) : uint8_t{0};
  }

  void place_children(const OpenNode& node, std::vector<OpenNode>& nodes) {
    labels_.clear();
    for (size_t i = node.begin; i < node.end; ++i) {
      if (labels_.empty() || label(i, node.depth) != labels_.back()) {
        labels_.push_back(label(i, node.depth));
      }
    }
    const uint32_t base = find_base(node.unit);
    units_[node.unit] |= encode_offset(node.unit ^ base);
    size_t begin = node.begin;
    for (const uint8_t byte : labels_) {
      size_t end = begin;
      while (end < node.end && label(end, node.depth) == byte) ++end;
      if (byte == 0) {
        units_[node.unit] |= kDoubleArrayEndsKey;
        units_[base] = kDoubleArrayLeaf | static_cast<uint32_t>(entries_[begin].second);
      } else {
        units_[base ^ byte] = byte;
        nodes.push_back({base ^ byte, begin, end, node.depth + 1});
      }
      begin = end;
    }
  }

  /// A place such that all children of a unit fall on free units, which are then taken.
  uint32_t find_base(uint32_t unit) {
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (const int base = find_base_in(blocks_[i], unit); base >= 0) return take(blocks_[i], base);
      if (++blocks_[i].failures > kMaxFailures) {
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(i--));
      }
    }
    open_block();
    // In an empty block the place of the unit's own low byte is always within reach.
    const int base = find_base_in(blocks_.back(), unit);
    if (base < 0) throw InputError("too many pieces to index");
    return take(blocks_.back(), base);
  }

  int find_base_in(const OpenBlock& block, uint32_t unit) const {
    for (uint32_t place = 0; place < kBlock; ++place) {
      if (block.used[place]) continue;
      const uint32_t base = place ^ labels_.front();
      if (block.used_bases[base] || !is_encodable(unit ^ (block.begin | base))) continue;
      const bool fits = std::all_of(labels_.begin(), labels_.end(),
                                    [&](uint8_t byte) { return !block.used[base ^ byte]; });
      if (fits) return static_cast<int>(base);
    }
    return -1;
  }

  uint32_t take(OpenBlock& block, int base) {
    const auto place = static_cast<uint32_t>(base);
    block.used_bases.set(place);
    for (const uint8_t byte : labels_) block.used.set(place ^ byte);
    const uint32_t whole = block.begin | place;
    if (block.used.all()) {
      blocks_.erase(blocks_.begin() + (&block - blocks_.data()));
    }
    return whole;
  }

  void open_block() {
    if (units_.size() >= kMaxUnits) throw InputError("too many pieces to index");
    if (blocks_.size() == kOpenBlocks) blocks_.erase(blocks_.begin());
    OpenBlock block;
    block.begin = static_cast<uint32_t>(units_.size());
    units_.resize(units_.size() + kBlock, kFree);
    blocks_.push_back(block);
  }

  static bool is_encodable(uint32_t offset) {
    return offset < kNarrow || ((offset & 0xFF) == 0 && offset < kMaxUnits);
  }

  static uint32_t encode_offset(uint32_t offset) {
    return offset < kNarrow ? offset << 10 : offset << 2 | kDoubleArrayWide;
  }

  static constexpr uint32_t kNarrow = 1u << 21;
  static constexpr uint32_t kMaxUnits = 1u << 29;

  const TrieEntries& entries_;
  std::vector<uint32_t> units_;
  std::vector<OpenBlock> blocks_;
  std::vector<uint8_t> labels_;
};

}  // namespace

uint32_t read_little_endian(std::string_view bytes, size_t index) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) {
    value |= uint32_t{static_cast<uint8_t>(bytes[4 * index + i])} << (8 * i);
  }
  return value;
}

DoubleArray DoubleArray::read(std::string_view bytes) {
  std::vector<uint32_t> units(bytes.size() / 4);
  for (size_t i = 0; i < units.size(); ++i) units[i] = read_little_endian(bytes, i);
  return DoubleArray(std::move(units));
}

DoubleArray DoubleArray::build(TrieEntries entries) {
  if (entries.empty()) {
    std::vector<uint32_t> root(kBlock, kFree);
    root.front() = 0;
    return DoubleArray(std::move(root));
  }
  std::sort(entries.begin(), entries.end());
  return DoubleArray(Builder(entries).build());
}

}  // namespace lingan
