/// A distribution over tokens cut by top-k and top-p, or down to the likeliest token.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace lingan::engine {

struct SamplingOptions;

/// softmax(logits / temperature) cut as SamplingOptions says. Reused from row to row.
///
/// Sources: top-k, Fan et al. 2018, arXiv:1805.04833, section 5.2; top-p (nucleus), Holtzman et al.
/// 2020, arXiv:1904.09751, section 3.1. Equal logits are ranked by id, the lowest first. A device
/// keeps the same tokens by kernels/cut_row.h, whose passes over all digits take one core 3 to 30
/// times as long.
class TruncatedDistribution {
 public:
  /// @param logits  [n], n a multiple of kPanel; -infinity for what is not a token.
  void assign(std::span<const float> logits, const SamplingOptions& options);

  /// Sum of the weights kept; not finite or 0 if the logits were not finite.
  double total() const { return total_; }

  /// The token at `uniform` in [0, 1) of the cumulative distribution in the order of ids, and its
  /// ln p. REQUIRES: total() is finite and positive.
  std::pair<int32_t, float> pick(double uniform) const;

 private:
  struct Candidate {
    float weight;  // exp(logit), 1 for the likeliest
    float logit;   // scaled, less the largest
    int32_t token;
  };
  static bool likelier(const Candidate& a, const Candidate& b);
  void collect(std::span<const float> logits, float scale, const SamplingOptions& options);
  float least_for_top_k(size_t count);
  float least_for_top_p(double probability);
  Candidate last_of_top_k(size_t count);
  Candidate last_of_top_p(double wanted);
  void keep_down_to(const Candidate& last);

  std::vector<Candidate> kept_;     // in the order of ids
  std::vector<Candidate> scratch_;  // partly ordered by likelihood
  std::vector<float> weights_;      // [n], of the whole row
  std::vector<float> maxima_;       // [n / kPanel], of weights_
  std::vector<double> masses_;      // sums of weights of about the same size
  double total_ = 0;
};

}  // namespace lingan::engine
