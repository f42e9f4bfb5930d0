#include <lingan/engine/rollouts/ensemble_rollouts.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/ensemble_rows.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>
#include <lingan/engine/rollouts/truncation.h>

namespace lingan::engine {
namespace {

/// Rows whose logits are held together.
constexpr int64_t kTileRows = 8 * kRowBlock;

using Members = std::span<const std::unique_ptr<const Stepper>>;

/// Samples rows [begin, end) of a request from the first token to the last.
class ChunkSampler {
 public:
  /// @param options  of the mean.
  ChunkSampler(Members members, const SpecialTokens& specials, const SampleRequest& request,
               const SamplingOptions& options)
      : specials_(specials), request_(request), options_(options), active_(members) {}

  void run(int64_t begin, int64_t end, Samples& samples) {
    active_.add_initial(begin, end - begin, specials_.bos);
    for (int32_t t = 0; t < request_.length && !active_.empty(); ++t) {
      active_.advance();
      for (int64_t first = 0; first < active_.count(); first += kTileRows) {
        draw_tile(t, first, std::min(kTileRows, active_.count() - first), samples);
      }
      active_.drop_ended();
    }
  }

 private:
  void draw_tile(int32_t t, int64_t first, int64_t count, Samples& samples) {
    const int64_t width = active_.padded_vocabulary();
    means_.resize(static_cast<size_t>(count * width));
    active_.log_means(first, count, means_.data());
    for (int64_t i = first; i < first + count; ++i) {
      const int64_t row = active_.row(i), at = row * request_.length + t;
      const auto [token, log_probability] =
          draw(t, row, {means_.data() + (i - first) * width, static_cast<size_t>(width)});
      samples.tokens.tokens[at] = token;
      samples.tokens.lengths[row] = t + 1;
      samples.log_probabilities[at] = log_probability;
      active_.set_next(i, token == specials_.eos ? -1 : token);
    }
  }

  std::pair<int32_t, float> draw(int32_t t, int64_t row, std::span<const float> log_means) {
    if (static_cast<size_t>(t) < request_.prompt.size()) return {request_.prompt[t], 0.0f};
    distribution_.assign(log_means, options_);
    return distribution_.pick(request_.stream.uniform(
        request_.first_row + static_cast<uint64_t>(row), static_cast<uint32_t>(t)));
  }

  const SpecialTokens& specials_;
  const SampleRequest& request_;
  const SamplingOptions& options_;
  EnsembleRows active_;
  std::vector<float> means_;
  TruncatedDistribution distribution_;
};

/// Follows rows [begin, end): at each position those are active that have a token there.
class ChunkScorer {
 public:
  ChunkScorer(Members members, const TokenBatch& sentences, double temperature)
      : sentences_(sentences), temperature_(temperature), active_(members) {}

  void run(int64_t begin, int64_t end, int32_t bos, float* log_probabilities) {
    active_.add_initial(begin, end - begin, bos);
    for (int32_t t = 0; t < sentences_.width; ++t) {
      for (int64_t i = 0; i < active_.count(); ++i) {
        if (sentences_.lengths[active_.row(i)] <= t) active_.set_next(i, -1);
      }
      active_.drop_ended();
      if (active_.empty()) return;
      active_.advance();
      for (int64_t first = 0; first < active_.count(); first += kTileRows) {
        score_tile(t, first, std::min(kTileRows, active_.count() - first), log_probabilities);
      }
    }
  }

 private:
  void score_tile(int32_t t, int64_t first, int64_t count, float* log_probabilities) {
    std::vector<int32_t> targets;
    for (int64_t i = first; i < first + count; ++i) {
      targets.push_back(sentences_.tokens[active_.row(i) * sentences_.width + t]);
      active_.set_next(i, targets.back());
    }
    std::vector<double> values(targets.size());
    active_.log_means_of(first, targets, values.data());
    if (temperature_ != 1.0) temper(first, values);
    for (int64_t i = 0; i < count; ++i) {
      log_probabilities[active_.row(first + i) * sentences_.width + t] =
          static_cast<float>(values[i]);
    }
  }

  /// ln p of the mean becomes ln of p^(1/T) over its sum.
  void temper(int64_t first, std::vector<double>& values) {
    const int64_t width = active_.padded_vocabulary();
    means_.resize(values.size() * static_cast<size_t>(width));
    active_.log_means(first, static_cast<int64_t>(values.size()), means_.data());
    for (size_t i = 0; i < values.size(); ++i) {
      const float* own = means_.data() + static_cast<int64_t>(i) * width;
      const double top = *std::max_element(own, own + width);
      double sum = 0;
      for (int64_t j = 0; j < width; ++j) sum += std::exp((own[j] - top) / temperature_);
      values[i] = (values[i] - top) / temperature_ - std::log(sum);
    }
  }

  const TokenBatch& sentences_;
  double temperature_;
  EnsembleRows active_;
  std::vector<float> means_;
};

}  // namespace

EnsembleRollouts::EnsembleRollouts(std::vector<std::unique_ptr<const Stepper>> members,
                                   const SpecialTokens& specials, double temperature)
    : members_(std::move(members)), specials_(specials), temperature_(temperature) {
  if (members_.empty()) throw UsageError("an ensemble has at least one member");
  const int64_t vocabulary = members_.front()->vocabulary_size();
  for (const auto& member : members_) {
    if (member->vocabulary_size() == vocabulary) continue;
    throw UsageError("the members of an ensemble are of one vocabulary");
  }
  check_specials(specials, vocabulary);
  check_sampling_options({.temperature = temperature});
}

Samples EnsembleRollouts::sample(const SampleRequest& request) const {
  check_request(request, specials_, members_.front()->vocabulary_size());
  check_states(request.initial_states, request.rows, 0);
  SamplingOptions options = request.options;
  options.temperature *= temperature_;
  Samples samples;
  samples.tokens = TokenBatch::filled(request.rows, request.length, specials_.filler());
  samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
  const int64_t grain = row_grain(*members_.front(), request.rows);
  parallel_for(request.rows, grain, [&](int64_t begin, int64_t end) {
    ChunkSampler(members_, specials_, request, options).run(begin, end, samples);
  });
  return samples;
}

void EnsembleRollouts::complete(const TokenBatch&, const RolloutRequest&,
                                const std::function<void(const Completions&)>&) const {
  throw UsageError("an ensemble completes no prefixes; complete those of one of its members");
}

std::vector<float> EnsembleRollouts::log_probabilities(
    const TokenBatch& sentences, std::span<const float> initial_states) const {
  check_batch(sentences, members_.front()->vocabulary_size());
  check_states(initial_states, sentences.rows, 0);
  std::vector<float> result(sentences.tokens.size(), 0.0f);
  const int64_t grain = row_grain(*members_.front(), sentences.rows);
  parallel_for(sentences.rows, grain, [&](int64_t begin, int64_t end) {
    ChunkScorer(members_, sentences, temperature_).run(begin, end, specials_.bos, result.data());
  });
  return result;
}

}  // namespace lingan::engine
