#include <lingan/metrics/memory/token_signature.h>

#include <algorithm>

#include <lingan/metrics/ngram_levels.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/metrics/memory/token_signature.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::metrics::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// How many bits a signature has that another lacks, and the other way round, and what the lengths
// add to either.
template <class D>
struct Bounds {
  using V = hn::Vec<D>;
  D d;
  V first, second, more_of_others, more_of_ours;

  V operator()(const uint64_t* others_first, const uint64_t* others_second) const {
    const V a = hn::LoadU(d, others_first);
    const V b = hn::LoadU(d, others_second);
    const V ours = hn::Add(hn::PopulationCount(hn::AndNot(a, first)),
                           hn::PopulationCount(hn::AndNot(b, second)));
    const V theirs = hn::Add(hn::PopulationCount(hn::AndNot(first, a)),
                             hn::PopulationCount(hn::AndNot(second, b)));
    const V bound = hn::Max(hn::Add(ours, more_of_others), hn::Add(theirs, more_of_ours));
    return hn::Min(bound, hn::Set(d, kLargestBound));
  }
};

uint8_t BoundDistances(const TokenSignature& sentence, const SignatureBlock& block,
                       uint8_t* bounds) {
  const auto excess = [](int32_t length, int32_t over) {
    return static_cast<uint64_t>(std::max(0, length - over));
  };
  const auto run = [&](auto d, int64_t begin, int64_t end) {
    const hn::Rebind<uint8_t, decltype(d)> d8;
    const Bounds<decltype(d)> of{d, hn::Set(d, sentence.words[0]), hn::Set(d, sentence.words[1]),
                                 hn::Set(d, excess(block.length, sentence.length)),
                                 hn::Set(d, excess(sentence.length, block.length))};
    auto smallest = hn::Set(d, kLargestBound);
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    int64_t i = begin;
    for (; i + lanes <= end; i += lanes) {
      const auto bound = of(block.first + i, block.second + i);
      smallest = hn::Min(smallest, bound);
      hn::StoreU(hn::TruncateTo(d8, bound), d8, bounds + i);
    }
    return std::pair(i, static_cast<uint8_t>(hn::GetLane(hn::MinOfLanes(d, smallest))));
  };
  const auto [done, smallest] = run(hn::ScalableTag<uint64_t>(), 0, block.count);
  const auto [all, rest] = run(hn::CappedTag<uint64_t, 1>(), done, block.count);
  return std::min(smallest, rest);
}

}  // namespace lingan::metrics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::metrics {

HWY_EXPORT(BoundDistances);

uint8_t bound_distances(const TokenSignature& sentence, const SignatureBlock& block,
                        uint8_t* bounds) {
  return HWY_DYNAMIC_DISPATCH(BoundDistances)(sentence, block, bounds);
}

TokenSignature SignatureMaker::operator()(std::span<const int32_t> sentence) {
  TokenSignature signature{.length = static_cast<int32_t>(sentence.size())};
  for (const int32_t token : sentence) {
    const uint64_t occurrence = uint64_t{counts_[token]++} << 32 | static_cast<uint32_t>(token);
    const uint64_t bit = hash_ngram_key(occurrence) % 128;
    signature.words[bit / 64] |= uint64_t{1} << bit % 64;
  }
  for (const int32_t token : sentence) counts_[token] = 0;
  return signature;
}

}  // namespace lingan::metrics
#endif  // HWY_ONCE
