/// Top-k, top-p and greedy draws from one row of logits, without sorting it.
///
/// Sources: top-k, Fan et al. 2018, arXiv:1805.04833, section 5.2; top-p (nucleus), Holtzman et al.
/// 2020, arXiv:1904.09751, section 3.1. Equal logits are ranked by id, the lowest first.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/draw_row.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// How a row is cut before the draw; SamplingOptions says what the options mean.
struct CutOptions {
  float scale;    ///< 1 / temperature
  int32_t top_k;  ///< 0: no limit
  double top_p;   ///< 1: no limit
  bool greedy;
};

/// The likeliest tokens down to a last one: those with a larger key, and of those with the same key
/// the ones with no larger id.
struct Cut {
  uint32_t key;
  int64_t last_id;

  LINGAN_HD bool keeps(uint32_t other, int64_t id) const {
    return other > key || (other == key && id <= last_id);
  }
};

/// One row of logits under a cut, for a team of any size.
class CutRow {
 public:
  /// Counts of 256 radix digits, 64 bits each.
  static constexpr int kSharedFloats = 2 * 256;

  /// @param logits  [vocabulary].
  LINGAN_HD CutRow(const float* logits, int64_t vocabulary, const CutOptions& options)
      : logits_(logits), vocabulary_(vocabulary), options_(options), cut_{0, vocabulary} {}

  /// @return token -1 if the logits are not finite.
  template <class Team>
  LINGAN_HD RowDraw draw(Team& team, double uniform) {
    if (!find_top(team)) return {-1, 0.0f};
    if (options_.greedy) return {static_cast<int32_t>(first_of_top(team)), 0.0f};
    if (options_.top_k > 0 && options_.top_k < vocabulary_) {
      cut_ = cut_at(team, Count{}, static_cast<uint64_t>(options_.top_k));
    }
    if (options_.top_p < 1.0) {
      const double mass = static_cast<double>(total(team, Mass{}));
      const double wanted = ceil(options_.top_p * mass);
      cut_ = cut_at(team, Mass{}, static_cast<uint64_t>(wanted < 1 ? 1 : wanted));
    }
    return draw_kept(team, uniform);
  }

 private:
  // Orders floats as unsigned integers.
  static LINGAN_HD uint32_t key_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
  }
  LINGAN_HD uint32_t key(int64_t v) const { return key_of(options_.scale * logits_[v]); }
  LINGAN_HD float weight(int64_t v) const { return expf(options_.scale * logits_[v] - top_); }

  // What a token adds to the quantity that a cut bounds. Whole numbers have the same sum in any
  // order.
  struct Count {
    static LINGAN_HD uint64_t of(float) { return 1; }
  };
  struct Mass {
    static LINGAN_HD uint64_t of(float weight) {
      return static_cast<uint64_t>(static_cast<double>(weight) * 0x1p40 + 0.5);
    }
  };
  template <class Measure>
  LINGAN_HD uint64_t measure(int64_t v, const Measure&) const {
    return cut_.keeps(key(v), v) ? Measure::of(weight(v)) : 0;
  }

  template <class Team>
  LINGAN_HD bool find_top(Team& team) {
    float top = -INFINITY;
    bool sound = true;
    for (int64_t v = team.rank(); v < vocabulary_; v += Team::kSize) {
      const float logit = options_.scale * logits_[v];
      top = fmaxf(top, logit);
      sound = sound && logit == logit;
    }
    top_ = team.largest(top);
    return team.smallest(sound ? 1 : 0) == 1 && top_ > -INFINITY && top_ < INFINITY;
  }

  template <class Team>
  LINGAN_HD int64_t first_of_top(Team& team) {
    int64_t first = vocabulary_;
    for (int64_t v = team.rank(); v < vocabulary_; v += Team::kSize) {
      if (options_.scale * logits_[v] == top_ && v < first) first = v;
    }
    return team.smallest(first);
  }

  template <class Team, class Measure>
  LINGAN_HD uint64_t total(Team& team, const Measure& how) {
    uint64_t sum = 0;
    for (int64_t v = team.rank(); v < vocabulary_; v += Team::kSize) sum += measure(v, how);
    return team.sum(sum);
  }

  // The smallest cut of at least `wanted`: finds the last key digit by digit, from the highest,
  // then the last id among equal keys.
  template <class Team, class Measure>
  LINGAN_HD Cut cut_at(Team& team, const Measure& how, uint64_t wanted) {
    auto* digits = reinterpret_cast<unsigned long long*>(team.shared());
    uint32_t known = 0, mask = 0;
    uint64_t above = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      team.sync();
      for (int d = team.rank(); d < 256; d += Team::kSize) digits[d] = 0;
      team.sync();
      for (int64_t v = team.rank(); v < vocabulary_; v += Team::kSize) {
        if ((key(v) & mask) != known) continue;
        const uint64_t amount = measure(v, how);
        if (amount > 0) {
          add_atomically(&digits[key(v) >> shift & 255], static_cast<unsigned long long>(amount));
        }
      }
      team.sync();
      int digit = 255;
      while (digit > 0 && above + digits[digit] < wanted) above += digits[digit--];
      known |= static_cast<uint32_t>(digit) << shift;
      mask |= uint32_t{255} << shift;
    }
    const uint64_t equal = digits[known & 255];
    return {known, last_equal(team, known, how, wanted - above, equal)};
  }

  // The id with which the tokens of one key reach what is wanted; `equal` is what all of them have.
  template <class Team, class Measure>
  LINGAN_HD int64_t last_equal(Team& team, uint32_t known, const Measure& how, uint64_t wanted,
                               uint64_t equal) {
    if (wanted >= equal) return vocabulary_;
    const Share mine = share_of(team, vocabulary_);
    uint64_t sum = 0;
    for (int64_t v = mine.begin; v < mine.end; ++v) {
      if (key(v) == known) sum += measure(v, how);
    }
    uint64_t running = team.sum_before(sum);
    int64_t last = vocabulary_;
    if (running < wanted && running + sum >= wanted) {
      for (int64_t v = mine.begin; v < mine.end && running < wanted; ++v) {
        if (key(v) != known) continue;
        running += measure(v, how);
        last = v;
      }
    }
    return team.smallest(last);
  }

  template <class Team>
  LINGAN_HD RowDraw draw_kept(Team& team, double uniform) {
    const auto kept = [&](int64_t v) {
      return cut_.keeps(key(v), v) ? static_cast<double>(weight(v)) : 0.0;
    };
    double sum = 0;
    for (int64_t v = team.rank(); v < vocabulary_; v += Team::kSize) sum += kept(v);
    const RowSoftmax softmax{top_, team.sum(sum)};
    const Position position = find_position(team, vocabulary_, kept, uniform * softmax.total);
    return {static_cast<int32_t>(position.index),
            softmax.log_probability(options_.scale * logits_[position.index])};
  }

  const float* logits_;
  int64_t vocabulary_;
  CutOptions options_;
  float top_ = 0.0f;
  Cut cut_;
};

}  // namespace lingan::engine
