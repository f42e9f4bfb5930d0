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

// Bounds from sentence `begin` on, as many as fill whole vectors.  @return where it ended.
template <class D>
int64_t Bound(D d, const TokenSignature& sentence, const SignatureBlock& block, int64_t begin,
              uint8_t* bounds) {
  const hn::Rebind<uint8_t, D> d8;
  const auto first = hn::Set(d, sentence.words[0]);
  const auto second = hn::Set(d, sentence.words[1]);
  const auto capped = [](int64_t value) {
    return static_cast<uint8_t>(std::clamp<int64_t>(value, 0, kLargestBound));
  };
  const auto ours =
      hn::Set(d8, capped(sentence.bits() + std::max(0, block.length - sentence.length)));
  const auto excess = hn::Set(d8, capped(sentence.length - block.length));
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  for (; begin + lanes <= block.count; begin += lanes) {
    const auto a = hn::PopulationCount(hn::And(first, hn::LoadU(d, block.first + begin)));
    const auto b = hn::PopulationCount(hn::And(second, hn::LoadU(d, block.second + begin)));
    const auto shared = hn::TruncateTo(d8, hn::Add(a, b));
    const auto theirs = hn::SaturatedAdd(hn::LoadU(d8, block.bits + begin), excess);
    hn::StoreU(hn::Sub(hn::Max(ours, theirs), shared), d8, bounds + begin);
  }
  return begin;
}

void BoundDistances(const TokenSignature& sentence, const SignatureBlock& block, uint8_t* bounds) {
  const int64_t done = Bound(hn::ScalableTag<uint64_t>(), sentence, block, 0, bounds);
  Bound(hn::CappedTag<uint64_t, 1>(), sentence, block, done, bounds);
}

}  // namespace lingan::metrics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::metrics {

HWY_EXPORT(BoundDistances);

uint8_t bound_distances(const TokenSignature& sentence, const SignatureBlock& block,
                        uint8_t* bounds) {
  HWY_DYNAMIC_DISPATCH(BoundDistances)(sentence, block, bounds);
  return *std::min_element(bounds, bounds + block.count);
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
