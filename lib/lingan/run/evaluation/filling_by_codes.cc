#include <lingan/run/evaluation/filling_by_codes.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/float_span.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/run/evaluation/candidate_weights.h>

namespace lingan {
namespace {

/// Sentences that a step's proposal is fitted to.
constexpr int64_t kPosteriors = 16;

/// Positions of a candidate's row that are no token's, nor its code's.
enum : uint32_t { kComponent = 0x80000000, kChoice, kFitted };

/// The candidate whose sentence has the largest weight, over all candidates that have it.
int64_t likeliest(const TokenBatch& sentences, std::span<const double> log_weights) {
  const double largest = *std::ranges::max_element(log_weights);
  std::map<std::vector<int32_t>, double> weights;
  const auto words_of = [&](size_t row) {
    const auto tokens = sentences.row(static_cast<int64_t>(row));
    return std::vector<int32_t>(tokens.begin(), tokens.end());
  };
  std::vector<double*> of_rows;
  for (size_t row = 0; row < log_weights.size(); ++row) {
    of_rows.push_back(&weights[words_of(row)]);
    *of_rows.back() += std::exp(log_weights[row] - largest);
  }
  return std::ranges::max_element(of_rows, {}, [](const double* sum) { return *sum; }) -
         of_rows.begin();
}

const LatentRollouts& of_codes(const engine::Rollouts& rollouts) {
  const auto* latent = dynamic_cast<const LatentRollouts*>(&rollouts);
  if (latent == nullptr) throw UsageError("generator.latent_width: there is no code to fill by");
  return *latent;
}

}  // namespace

FillingByCodes::FillingByCodes(const Generator& model, const Generator& filler, Encoder encoder,
                               std::shared_ptr<const TokenBatch> sentences,
                               const FillRequest& request)
    : sentences_(std::move(sentences)),
      request_(request),
      candidates_(request.candidates > 0 ? request.candidates : kFillingCandidates),
      steps_(static_cast<uint32_t>(request.steps > 0 ? request.steps : kFillingSteps)),
      specials_(model.options().specials),
      encoder_(std::move(encoder)),
      model_(model.rollouts(specials_)),
      filler_(filler.rollouts(specials_)),
      codes_(&of_codes(*model_)),
      filling_(dynamic_cast<const engine::FillingRollouts*>(&of_codes(*filler_).given_states())) {
  if (filling_ == nullptr) throw UsageError("generator.cell: its sampling fills no holes");
}

/// The first of as many rows of a stream as a step draws candidates.
uint64_t FillingByCodes::row_of(int64_t filling) const {
  return static_cast<uint64_t>(filling * candidates_);
}

TokenBatch FillingByCodes::with_holes(int64_t filling, int64_t rows) const {
  const std::vector<int64_t> copies(static_cast<size_t>(rows), filling / request_.fillings);
  TokenBatch known = select_rows(*sentences_, copies);
  std::ranges::replace(known.tokens, specials_.bos, engine::kHole);
  return known;
}

torch::Tensor FillingByCodes::drawn_codes(int64_t filling, const CodeProposal& proposal,
                                          RandomStream stream) const {
  std::vector<double> components;
  for (int64_t i = 0; i < candidates_; ++i) {
    components.push_back(stream.uniform(row_of(filling) + static_cast<uint64_t>(i), kComponent));
  }
  return proposal.codes(codes_->sampling().noise(stream, row_of(filling), candidates_), components);
}

/// @param present  which is kept as the last of them; without rows: there is none.
FillingByCodes::Candidates FillingByCodes::drawn(int64_t filling, const CodeProposal& proposal,
                                                 const Candidates& present,
                                                 RandomStream stream) const {
  Candidates all;
  all.noise = torch::cat({drawn_codes(filling, proposal, stream), present.noise});
  const torch::Tensor states = codes_->sampling().states(all.noise).contiguous();
  const TokenBatch holes = with_holes(filling, all.noise.size(0));
  TokenBatch known = holes;
  std::ranges::copy_backward(present.sentences.tokens, known.tokens.end());
  engine::SampleRequest draws;
  draws.rows = known.rows;
  draws.length = known.width;
  draws.stream = stream;
  draws.first_row = row_of(filling);
  draws.options = request_.options;
  draws.options.greedy = false;
  draws.initial_states = float_span(states);
  all.sentences = filling_->fill(draws, known).tokens;
  all.log_weights = candidate_log_weights(
      holes, codes_->given_states().log_probabilities(all.sentences, float_span(states)),
      filling_->log_probabilities(all.sentences, float_span(states)));
  const torch::Tensor ratios = proposal.log_density_ratio(all.noise).to(torch::kFloat64);
  for (size_t i = 0; i < all.log_weights.size(); ++i) {
    all.log_weights[i] += ratios.const_data_ptr<double>()[i];
  }
  return all;
}

CodeProposal FillingByCodes::fitted(int64_t filling, const Candidates& candidates,
                                    RandomStream stream) const {
  std::vector<int64_t> rows;
  for (uint32_t i = 0; i < kPosteriors; ++i) {
    rows.push_back(
        drawn_by_weight(candidates.log_weights, stream.uniform(row_of(filling), kFitted + i)));
  }
  return CodeProposal(encoder_(select_rows(candidates.sentences, rows)));
}

/// The last state of a chain.
TokenBatch FillingByCodes::filled(int64_t filling) const {
  CodeProposal proposal;
  Candidates present;
  present.noise = codes_->sampling().noise({}, 0, 0);
  for (uint32_t step = 0; step < steps_; ++step) {
    const RandomStream stream{request_.seed, Purpose::kEvaluate, step};
    const Candidates all = drawn(filling, proposal, present, stream);
    const bool by_likelihood = request_.options.greedy && step + 1 == steps_;
    const int64_t next =
        by_likelihood ? likeliest(all.sentences, all.log_weights)
                      : drawn_by_weight(all.log_weights, stream.uniform(row_of(filling), kChoice));
    present = {.noise = all.noise.narrow(0, next, 1),
               .sentences = select_rows(all.sentences, {{next}}),
               .log_weights = {}};
    if (encoder_ && step < steps_ / 2) proposal = fitted(filling, all, stream);
  }
  return present.sentences;
}

TokenBatch FillingByCodes::fill(int64_t first, int64_t count) const {
  const OneTorchThread one_torch_thread;
  const torch::NoGradGuard no_gradient;
  TokenBatch all = TokenBatch::filled(0, sentences_->width, specials_.filler());
  for (int64_t filling = first; filling < first + count; ++filling) {
    const TokenBatch one = filled(filling);
    all.tokens.insert(all.tokens.end(), one.tokens.begin(), one.tokens.end());
    all.lengths.push_back(one.lengths.front());
    ++all.rows;
  }
  return all;
}

}  // namespace lingan
