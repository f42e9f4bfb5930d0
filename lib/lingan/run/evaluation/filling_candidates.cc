#include <lingan/run/evaluation/filling_candidates.h>

#include <algorithm>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/random.h>
#include <lingan/run/evaluation/candidate_weights.h>

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

/// With `greedy` ln p of the whole sentence.
std::vector<double> FillingCandidates::log_weights(const TokenBatch& known,
                                                   const TokenBatch& drawn) const {
  const std::vector<float> of_model = model_->log_probabilities(drawn);
  if (!request_.options.greedy) {
    return candidate_log_weights(known, of_model, filler_->log_probabilities(drawn));
  }
  return candidate_log_weights(drawn, of_model, {});
}

int64_t FillingCandidates::chosen(std::span<const double> log_weights, int64_t filling) const {
  if (request_.options.greedy) {
    return std::ranges::max_element(log_weights) - log_weights.begin();
  }
  const RandomStream stream{request_.seed, Purpose::kEvaluate, kChoices};
  return drawn_by_weight(log_weights, stream.uniform(static_cast<uint64_t>(filling), 0));
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
