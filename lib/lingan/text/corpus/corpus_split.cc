#include <lingan/text/corpus/corpus_split.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>

namespace lingan {
namespace {

int64_t lines_of(double share, int64_t lines) {
  if (!(share >= 0 && share < 1)) {
    throw UsageError("share " + std::to_string(share) + ": must be at least 0 and below 1");
  }
  if (share == 0) return 0;
  return std::max<int64_t>(1, std::llround(share * static_cast<double>(lines)));
}

}  // namespace

CorpusSplit::CorpusSplit(int64_t lines, double validation_share, double test_share, uint64_t seed)
    : test_(lines_of(test_share, lines)),
      validation_(lines_of(validation_share, lines)),
      order_(static_cast<uint64_t>(std::max<int64_t>(lines, 1)), {seed, Purpose::kSplit, 0}) {
  if (validation_share + test_share >= 1) {
    throw UsageError(
        fmt::format("shares {} and {} leave nothing to train on; their sum must be "
                    "below 1",
                    validation_share, test_share));
  }
  if (test_ + validation_ > 0 && test_ + validation_ >= lines) {
    throw InputError(counted(lines, "line") + (lines == 1 ? " is" : " are") +
                     " too few to hold out " + std::to_string(validation_ + test_) +
                     " and train on others; bring more, or lower the shares");
  }
}

CorpusPart CorpusSplit::part(int64_t line) const {
  if (test_ + validation_ == 0) return CorpusPart::kTrain;
  const auto place = static_cast<int64_t>(order_.at(static_cast<uint64_t>(line)));
  if (place < test_) return CorpusPart::kTest;
  return place < test_ + validation_ ? CorpusPart::kValidation : CorpusPart::kTrain;
}

}  // namespace lingan
