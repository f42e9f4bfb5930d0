#include <lingan/gan/training/mismatched_sentences.h>

#include <algorithm>
#include <cmath>

namespace lingan {
namespace {

/// The first rows of one tensor before the last ones of another.
torch::Tensor joined(const torch::Tensor& first, const torch::Tensor& rest, int64_t count) {
  return torch::cat({first.narrow(0, 0, count), rest.slice(0, count)});
}

}  // namespace

int64_t mismatched_rows(double share, int64_t rows) {
  const auto wanted = static_cast<int64_t>(std::llround(share * static_cast<double>(rows)));
  return std::clamp<int64_t>(wanted, 1, rows - 1);
}

Sentences with_mismatched(const Sentences& fakes, const Sentences& real, double share,
                          const torch::Tensor& table) {
  const int64_t count = mismatched_rows(share, fakes.rows());
  Sentences mixed;
  if (fakes.tokens.defined()) mixed.tokens = joined(real.tokens, fakes.tokens, count);
  if (fakes.one_hot.defined()) {
    const auto rows = torch::one_hot(real.tokens, fakes.one_hot.size(2)).to(fakes.one_hot.dtype());
    mixed.one_hot = joined(rows, fakes.one_hot, count);
  }
  if (fakes.vectors.defined()) {
    mixed.vectors = joined(to_vectors(real, table).detach(), fakes.vectors, count);
  }
  if (fakes.lengths.defined()) mixed.lengths = joined(real.lengths, fakes.lengths, count);
  mixed.labels = joined(real.labels.roll(1), fakes.labels, count);
  return mixed;
}

}  // namespace lingan
