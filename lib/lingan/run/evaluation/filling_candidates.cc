#include <lingan/run/evaluation/filling_candidates.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/random.h>

namespace lingan {
namespace {

enum : uint32_t { kWords = 0, kChoices = 1 };  // steps of Purpose::kEvaluate

}  // namespace

FillingCandidates::FillingCandidates(std::shared_ptr<const Generator> model,
                                     std::shared_ptr<const Generator> filler,
                                     std::shared_ptr<const TokenBatch> sentences,
                                     const FillRequest& request)
    : sentences_(std::move(sentences)),
      request_(request),
      candidates_(request.candidates > 0 ? request.candidates : kFillingCandidates),
      specials_(model->options().specials),
      model_(model->rollouts(specials_)),
      filler_(filler->rollouts(specials_)),
      filling_(dynamic_cast<const engine::FillingRollouts*>(filler_.get())) {
  if (filling_ == nullptr) throw UsageError("generator.cell: its sampling fills no holes");
}

/// The tokens of candidates, with holes: those of a filling stand one after the other.
TokenBatch FillingCandidates::known_of(int64_t first, int64_t count) const {
  std::vector<int64_t> rows;
  for (int64_t filling = first; filling < first + count; ++filling) {
    rows.insert(rows.end(), static_cast<size_t>(candidates_), filling / request_.fillings);
  }
  TokenBatch known = select_rows(*sentences_, rows);
  std::ranges::replace(known.tokens, specials_.bos, engine::kHole);
  return known;
}

/// ln of the probability of a candidate over that of its words having been drawn: what the known
/// tokens are worth after them. With `greedy` ln p of the whole sentence.
std::vector<double> FillingCandidates::log_weights(const TokenBatch& known,
                                                   const TokenBatch& drawn) const {
  const std::vector<float> of_model = model_->log_probabilities(drawn);
  const std::vector<float> of_filler = filler_->log_probabilities(drawn);
  std::vector<double> weights(static_cast<size_t>(drawn.rows), 0.0);
  for (size_t place = 0; place < of_model.size(); ++place) {
    double& weight = weights[place / static_cast<size_t>(drawn.width)];
    weight += of_model[place];
    const bool was_drawn = known.tokens[place] == engine::kHole;
    if (was_drawn && !request_.options.greedy) weight -= of_filler[place];
  }
  return weights;
}

int64_t FillingCandidates::chosen(std::span<const double> log_weights, int64_t filling) const {
  const auto largest = std::ranges::max_element(log_weights);
  if (request_.options.greedy) return largest - log_weights.begin();
  std::vector<double> sums;
  double sum = 0;
  for (const double weight : log_weights) sums.push_back(sum += std::exp(weight - *largest));
  const RandomStream stream{request_.seed, Purpose::kEvaluate, kChoices};
  const double target = sum * stream.uniform(static_cast<uint64_t>(filling), 0);
  const auto place = std::ranges::upper_bound(sums, target) - sums.begin();
  return std::min<int64_t>(place, std::ssize(sums) - 1);
}

TokenBatch FillingCandidates::fill(int64_t first, int64_t count) const {
  const TokenBatch known = known_of(first, count);
  engine::SampleRequest draws;
  draws.rows = known.rows;
  draws.length = known.width;
  draws.stream = {request_.seed, Purpose::kEvaluate, kWords};
  draws.first_row = static_cast<uint64_t>(first * candidates_);
  draws.options = request_.options;
  draws.options.greedy = false;
  const TokenBatch drawn = filling_->fill(draws, known).tokens;
  const std::vector<double> weights = log_weights(known, drawn);
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < count; ++i) {
    const auto own = std::span(weights).subspan(static_cast<size_t>(i * candidates_),
                                                static_cast<size_t>(candidates_));
    rows.push_back(i * candidates_ + chosen(own, first + i));
  }
  return select_rows(drawn, rows);
}

}  // namespace lingan
